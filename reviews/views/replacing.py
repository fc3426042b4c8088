"""Putting somebody in the place of a reviewer who stepped back; the history says whom they follow."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from accounts.models import User
from core.lifecycle import TransitionBlocked
from reviews.models import Assignment, Round
from reviews.queries.staffing import STEPPED_BACK
from reviews.queries.vacancies import who_could
from reviews.services import rounds


class ReplacementForm(forms.Form):
    """Whoever may take the place; conflicts of interest are not among the choices."""

    reviewer = forms.TypedChoiceField(label="接替人员", coerce=int)

    def __init__(self, *args, groups: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = [("", "请选择"), *groups]


class Replace(LoginRequiredMixin, View):
    """For the round's officers and leads, and in 委托 the officers of the recommending body."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        left = self._left()
        return self._page(left, ReplacementForm(groups=who_could(left)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        left = self._left()
        form = ReplacementForm(request.POST, groups=who_could(left))
        if not form.is_valid():
            return self._page(left, form)
        reviewer = User.objects.get(pk=form.cleaned_data["reviewer"])
        try:
            rounds.assign(
                left.round, left.candidacy, reviewer, by=request.user, part=left.part, replaces=left
            )
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:replace", pk)
        messages.success(request, f"“{left.candidacy.unit}”：{reviewer}已接替{left.reviewer}")
        return redirect(_round_page(left, request.user))

    def _left(self) -> Assignment:
        """The place from the address: left, not taken, and this person may fill it; 404 else."""
        user = self.request.user
        led = Round.objects.filter(leads=user)
        own = Q(pk__in=Assignment.objects.visible_to(user)) | Q(round__in=led)
        places = Assignment.objects.filter(own, state__in=STEPPED_BACK, replaced_by=None, on_behalf_of=None)
        related = ("round__cycle", "candidacy__unit__industry", "candidacy__unit__region", "reviewer", "part")
        left = get_object_or_404(places.select_related(*related), pk=self.kwargs["pk"])
        if not user.has_perm("reviews.replace_assignment", left):
            raise Http404(f"{user} fills no places of this round")
        return left

    def _page(self, left: Assignment, form: ReplacementForm) -> HttpResponse:
        return render(
            self.request,
            "reviews/replace.html",
            {"left": left, "form": form, "back": _round_page(left, self.request.user)},
        )


def _round_page(left: Assignment, user) -> str:
    """Where the reader follows the round: its own page, or the list of a body that is entrusted with its units."""
    if Round.objects.moderated_by(user).filter(pk=left.round_id).exists():
        return reverse("reviews:lead_round", args=[left.round_id])
    return reverse("admin:reviews_assignment_changelist")
