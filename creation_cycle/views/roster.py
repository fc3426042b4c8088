"""The roster, on its own page and inside the filing form.

htmx asks for the section alone and gets it back with the form that is open, with its errors, or, after a save,
without one. Without JavaScript the same addresses answer with whole pages.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django_htmx.http import replace_url, trigger_client_event

from creation_cycle.views.unit import way_back
from units.forms import LeaveForm, MemberForm
from units.models import Member, Unit
from units.services import rosters
from units.views.keeping import KeptUnit
from volunteers.queries import rosters as rosters_of_volunteers

CHANGED = "roster-changed"
"""Browser event; the panel of conditions listens to it and reads itself again."""


def roster_context(unit: Unit) -> dict:
    """What `desk/roster_section.html` shows of a unit without an open form."""
    members = list(unit.members.all())
    current = [member for member in members if member.is_current]
    found = rosters_of_volunteers.registrations(current)
    for member in current:
        member.registration = found[member.pk]
    return {
        "unit": unit,
        "members": current,
        "former": [m for m in members if m not in current],
        "registered": rosters_of_volunteers.finding(current, found) if current else None,
    }


class RosterView(KeptUnit, View):
    """Answers with the section to htmx, with the page to everybody else."""

    def answer(self, *, changed: bool = False, **form):
        if not self.request.htmx:
            if changed:
                return redirect("creation_cycle:roster", self.unit.pk)
            context = {**roster_context(self.unit), "back": way_back(self.unit), **form}
            return render(self.request, "desk/roster.html", context)
        response = render(self.request, "desk/roster_section.html", {**roster_context(self.unit), **form})
        if not form:
            self._name_the_list(response)
        return trigger_client_event(response, CHANGED) if changed else response

    def _name_the_list(self, response) -> None:
        """A page that was opened at a member's own address shows the plain list by now; it may stand elsewhere too."""
        roster = reverse("creation_cycle:roster", args=[self.unit.pk])
        if (self.request.htmx.current_url_abs_path or "").startswith(roster):
            replace_url(response, roster)

    def saved(self, text: str):
        if not self.request.htmx:
            messages.success(self.request, text)
        return self.answer(changed=True)


class Roster(RosterView):
    """Everybody, those who left folded away."""

    def get(self, request, unit_pk):
        return self.answer()


class AddMember(RosterView):
    """A new row."""

    def get(self, request, unit_pk):
        return self.answer(form=MemberForm(instance=Member(unit=self.unit)))

    def post(self, request, unit_pk):
        form = MemberForm(request.POST, instance=Member(unit=self.unit))
        if not form.is_valid():
            return self.answer(form=form)
        try:
            rosters.add_member(self.unit, by=request.user, **form.given)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.answer(form=form)
        return self.saved("已添加成员")


class MemberView(RosterView):
    """One row of the unit's own roster; anybody else's is 404."""

    @cached_property
    def member(self) -> Member:
        return get_object_or_404(self.unit.members.select_related("unit"), pk=self.kwargs["pk"])


class ChangeMember(MemberView):
    """Correct a row; what another keeper corrected meanwhile stays, or is asked about."""

    def get(self, request, unit_pk, pk):
        return self.answer(form=MemberForm(instance=self.member), editing=pk)

    def post(self, request, unit_pk, pk):
        form = MemberForm(request.POST, instance=self.member)
        if not form.is_valid():
            return self.answer(form=form, editing=pk)
        try:
            form.take(rosters.change_member(self.member, by=request.user, seen=form.seen, **form.given))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        if form.errors or form.conflicts:
            return self.answer(form=form, editing=pk)
        return self.saved("已保存成员信息")


class MemberLeaves(MemberView):
    """The member has left; `BringBack` undoes it."""

    def get(self, request, unit_pk, pk):
        return self.answer(leave_form=LeaveForm(member=self.member), leaving=self.member)

    def post(self, request, unit_pk, pk):
        form = LeaveForm(request.POST, member=self.member)
        if not form.is_valid():
            return self.answer(leave_form=form, leaving=self.member)
        rosters.leave(self.member, by=request.user, on=form.cleaned_data["left_on"])
        return self.saved(f"{self.member.name}已离开本集体，可在“已离开的成员”中恢复")


class BringBack(MemberView):
    """POST: undo a leave."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        try:
            rosters.bring_back(self.member, by=request.user)
        except ValidationError as refused:
            messages.error(request, "；".join(refused.messages))
            return self.answer(changed=True)
        return self.saved("已恢复成员")
