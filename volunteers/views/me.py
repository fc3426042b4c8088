"""我的志愿服务: what the register holds about oneself, who looked at it, and what one may ask for."""

import json
import tempfile

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView
from rustpy_xlsxwriter import FastExcel

from core.lifecycle import TransitionBlocked, perform
from core.services.access import record_view
from volunteers.consent import HOW_TO_WITHDRAW, wording
from volunteers.enums import ConsentMatter, RequestKind
from volunteers.forms.person import JoinForm, RequestForm
from volunteers.models import Volunteer
from volunteers.queries import own_data
from volunteers.services import consents, memberships, requests

OWN_LOOK = "本人查看"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OwnRecord(LoginRequiredMixin):
    """`self.volunteer` is the signed-in person's own record."""

    @cached_property
    def own(self) -> Volunteer | None:
        found = Volunteer.objects.select_related("region", "organisation")
        return found.filter(user=self.request.user).first()

    @cached_property
    def volunteer(self) -> Volunteer:
        if self.own is None:
            raise Http404("no volunteer record belongs to this account")
        return self.own


class Me(OwnRecord, TemplateView):
    """The whole record; whoever has none is told how to get one. POST shows the numbers plain, once."""

    template_name = "volunteers/me.html"

    def get(self, request, *args, **kwargs):
        if self.own is None:
            return render(request, "volunteers/no_record.html")
        return super().get(request, *args, **kwargs)

    def post(self, request):
        record_view(self.volunteer, "证件号码与联系电话", by=request.user, purpose=OWN_LOOK)
        response = self.render_to_response(self.get_context_data(plain=True))
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, plain: bool = False, **kwargs):
        volunteer = self.volunteer
        return super().get_context_data(
            volunteer=volunteer,
            plain=plain,
            facts=own_data.facts(volunteer, plain=plain),
            memberships=volunteer.memberships.select_related("organisation"),
            consents=own_data.consent_rows(volunteer),
            requests=volunteer.data_requests.all(),
            looks=own_data.looks(volunteer),
            hold_words=own_data.hold_words(volunteer),
            **kwargs,
        )


class Download(OwnRecord, View):
    """One's own data, to take away: JSON for programs, XLSX to read."""

    def get(self, request, suffix):
        found = own_data.everything(self.volunteer)
        if suffix == "json":
            response = HttpResponse(
                json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json"
            )
            response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        else:
            file = _workbook(found)
            response = FileResponse(
                file, as_attachment=True, filename="我的志愿者资料.xlsx", content_type=XLSX
            )
        response["Cache-Control"] = "private, no-store"
        return response


def _workbook(found: dict):
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    book = FastExcel(file).format(bold_headers=True)
    for title, rows in found.items():
        listed = (
            [{"项目": key, "内容": value} for key, value in rows.items()] if isinstance(rows, dict) else rows
        )
        book.sheet(title, listed or [{"说明": "没有记录"}])
    book.save()
    file.seek(0)
    return file


class GiveConsent(OwnRecord, View):
    """POST: agree to one matter, to today's wording."""

    http_method_names = ["post"]

    def post(self, request, purpose):
        if purpose not in ConsentMatter.values:
            raise Http404(purpose)
        consents.agree(self.volunteer, purpose, by=request.user)
        messages.success(request, f"已同意“{ConsentMatter(purpose).label}”。")
        return redirect("volunteers:me")


class WithdrawConsent(OwnRecord, View):
    """What follows from it first; it cannot be undone where it asks for deletion."""

    def get(self, request, pk):
        consent = get_object_or_404(self.volunteer.consents.in_force(), pk=pk)
        context = {
            "consent": consent,
            "words": wording(consent.purpose, consent.version),
            "how": HOW_TO_WITHDRAW,
        }
        return render(request, "volunteers/withdraw_consent.html", context)

    def post(self, request, pk):
        consent = get_object_or_404(self.volunteer.consents.in_force(), pk=pk)
        consents.withdraw(consent, by=request.user)
        messages.success(request, f"已撤回“{consent.get_purpose_display()}”的同意，即时生效。")
        return redirect("volunteers:me")


class AskRequest(OwnRecord, FormView):
    """更正 or 删除: what is wrong, or whether it is meant."""

    template_name = "volunteers/request_form.html"
    form_class = RequestForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"needs_text": self.kwargs["kind"] == RequestKind.CORRECTION}

    def get_context_data(self, **kwargs):
        kind = RequestKind(self.kwargs["kind"])
        return super().get_context_data(
            kind=kind, volunteer=self.volunteer, days=requests.ANSWER_WORKDAYS, **kwargs
        )

    def form_valid(self, form):
        kind = self.kwargs["kind"]
        try:
            requests.ask(self.volunteer, by=self.request.user, kind=kind, text=form.cleaned_data["text"])
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"已收到“{RequestKind(kind).label}”的申请，办理结果会发到您的收件箱。")
        return redirect("volunteers:me")


class WithdrawRequest(OwnRecord, View):
    """POST."""

    http_method_names = ["post"]

    def post(self, request, pk):
        asked = get_object_or_404(self.volunteer.data_requests, pk=pk)
        _try(request, lambda: perform(asked, "withdraw", by=request.user), "已撤回申请。")
        return redirect("volunteers:me")


class Join(OwnRecord, FormView):
    """An application to one more organisation."""

    template_name = "volunteers/join.html"
    form_class = JoinForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"volunteer": self.volunteer}

    def form_valid(self, form):
        organisation = form.cleaned_data["organisation"]
        try:
            memberships.ask_to_join(self.volunteer, organisation, by=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"已向{organisation}提出申请，办理结果会发到您的收件箱。")
        return redirect("volunteers:me")


class Leave(OwnRecord, View):
    """POST: take back an application, or leave."""

    http_method_names = ["post"]

    def post(self, request, pk):
        membership = get_object_or_404(self.volunteer.memberships, pk=pk)
        move, words = (
            ("withdraw", "已撤回申请。") if membership.state == "pending" else ("end", "已退出该组织。")
        )
        _try(request, lambda: perform(membership, move, by=request.user), words)
        return redirect("volunteers:me")


def _try(request, act, words: str) -> None:
    try:
        act()
    except (TransitionBlocked, PermissionDenied) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
