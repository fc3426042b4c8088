"""Pages beside a complaint: who complained, who looks into it, what a checker found, and its files."""

from contextlib import ExitStack

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import User
from core.lifecycle import TransitionBlocked
from core.services.access import record_view
from core.validators import validate_plain_paragraphs
from creation_cycle.admin.evidence import opened_file
from creation_cycle.enums import AdjustmentBasis
from reviews.admin.adjustment_proposals import ProposesAdjustments
from reviews.complaint_guards import complaint_not_own_unit
from reviews.complaint_permissions import handles_complaint, knows_complainant
from reviews.enums import ComplaintOutcome
from reviews.models import Complaint
from reviews.queries.complaint_people import possible_checkers
from reviews.services.complaint_checks import assign_checkers, record_check
from units.permissions import serves
from workspace.forms.media import EvidenceField

MOST_FILES = 5


def opens_files(user, complaint: Complaint | None) -> bool:
    """Those who work on the case: the handling body, the one it was forwarded to, its checkers, the reviewing body."""
    if complaint is None:
        return False
    if knows_complainant(user, complaint) or complaint.checks.filter(checker=user.pk).exists():
        return True
    forwarded = complaint.forwarded_on and complaint.forwarded_to_id
    return bool(forwarded) and serves(user, complaint.forwarded_to_id, "officer")


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label="查看的用途",
        max_length=80,
        widget=UnfoldAdminTextInputWidget(),
        help_text="例如：向投诉人了解事情发生的时间。用途和本次查看会一并记录。",
        error_messages={"required": "请写明查看的用途。"},
    )


class CheckersForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label="核查人员",
        queryset=User.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="至少两人。须回避的人员没有列出。",
        error_messages={"required": "请选择两名以上核查人员。"},
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = possible_checkers(complaint)


class CheckForm(forms.Form):
    outcome = forms.ChoiceField(
        label="本人的核查结论",
        choices=ComplaintOutcome,
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"required": "请选择核查结论。"},
    )
    finding = forms.CharField(
        label="核查情况",
        max_length=2000,
        validators=[validate_plain_paragraphs],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text="写明到了哪里、查了什么、看到什么。不要写投诉人的信息。保存后不能修改。",
        error_messages={"required": "请写明核查情况。"},
    )
    evidence = EvidenceField(
        most=MOST_FILES, label="证据", help_text="可以不附。最多 5 个文件：照片、PDF 或 Word（DOCX）文档。"
    )


class ComplaintPages(ProposesAdjustments):
    """Mixed into the admin of complaints."""

    basis = AdjustmentBasis.COMPLAINT

    def may_propose(self, user, record):
        return record.is_verified and handles_complaint(user, record)

    def basis_key_of(self, record):
        return f"complaint:{record.pk}"

    def facts_of(self, record):
        """The officer's own words: what the complainant wrote stays in the case."""
        return f"{record.summary}\n核查结论：{record.get_outcome_display()}。"

    def get_urls(self):
        pages = [
            ("person/", self.person_view, "person"),
            ("checkers/", self.checkers_view, "checkers"),
            ("check/", self.check_view, "check"),
            ("propose/", self.propose_view, "propose"),
            ("files/<uuid:key>/", self.file_view, "file"),
        ]
        return [
            path(f"<int:pk>/{way}", self.admin_site.admin_view(view), name=f"reviews_complaint_{name}")
            for way, view, name in pages
        ] + super().get_urls()

    def person_view(self, request, pk):
        """Who complained: asks what for, records the look, then shows it (PIPL art. 51). Nobody else, no superuser."""
        complaint = self._case(request, pk, knows_complainant)
        form = PurposeForm(request.POST or None)
        facts = None
        if form.is_valid():
            record_view(complaint, f"投诉人联系方式（用途：{form.cleaned_data['purpose']}）", by=request.user)
            facts = [("姓名", complaint.name or "未填写"), ("联系方式", complaint.contact or "未填写")]
        words = "投诉人的信息只用于核实这件投诉，不得告知被投诉的集体及其所在单位。"
        return self._form_page(
            request,
            complaint,
            form,
            title="投诉人联系方式",
            words=words,
            button="记录用途并查看",
            facts=facts,
        )

    def checkers_view(self, request, pk):
        complaint = self._case(request, pk, handles_complaint)
        chosen = {"people": complaint.checks.values_list("checker", flat=True)}
        form = CheckersForm(request.POST or None, complaint=complaint, initial=chosen)
        if form.is_valid():
            try:
                assign_checkers(complaint, list(form.cleaned_data["people"]), by=request.user)
                return HttpResponseRedirect(self._change_url(complaint))
            except TransitionBlocked as blocked:
                form.add_error("people", [str(finding) for finding in blocked.findings])
        return self._form_page(
            request,
            complaint,
            form,
            title="安排核查人员",
            words="核查由两个不同的人进行，各自记录。",
            button="保存",
        )

    def check_view(self, request, pk):
        """A checker's own record; 404 for everybody else."""
        complaint = self._case(request, pk)
        check = complaint.checks.filter(checker=request.user.pk, outcome="").first()
        if check is None:
            raise Http404(f"{request.user} has nothing to record of complaint {pk}")
        form = CheckForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            try:
                self._keep_check(check, form, request.user)
                return HttpResponseRedirect(self._change_url(complaint))
            except TransitionBlocked as blocked:
                form.add_error(None, str(blocked))
        return self._form_page(
            request,
            complaint,
            form,
            title="记录核查情况",
            words=complaint.content,
            button="保存",
            has_files=True,
        )

    @staticmethod
    def _keep_check(check, form, user) -> None:
        with ExitStack() as files:
            for item in form.cleaned_data["evidence"]:
                files.callback(item.close)
            record_check(check, by=user, **form.cleaned_data)

    def file_view(self, request, pk, key):
        complaint = self._case(request, pk, opens_files)
        file = complaint.files.exclude(file="").filter(key=key).first()
        if file is None:
            raise Http404(f"complaint {pk} has no file {key}")
        return opened_file(complaint, file, by=request.user)

    def _case(self, request, pk, may=None) -> Complaint:
        """A complaint that the user sees; refuses those to whom `may` says no, and who is tied to the unit."""
        complaint = self.get_object(request, str(pk))
        if complaint is None:
            raise Http404(f"no complaint {pk} for this user")
        if may is not None and not may(request.user, complaint):
            raise PermissionDenied(f"{request.user} does not handle complaint {pk}")
        if not all(complaint_not_own_unit(complaint, request.user)):
            raise PermissionDenied("who is tied to the unit has no part in the case")
        return complaint

    def _form_page(self, request, complaint, form, **said):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": complaint,
            "form": form,
            "back": reverse("admin:reviews_complaint_change", args=[complaint.pk]),
            **said,
        }
        return TemplateResponse(request, "admin/portal/case_form.html", context)
