"""Assignments from a table: file, preview with every fault, confirmation."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminFileFieldWidget

from core.admin import PageAction
from core.spreadsheets import UnreadableSpreadsheet
from reviews.admin.rounds import RoundAdmin
from reviews.enums import RoundState
from reviews.models import Round
from reviews.resources import assignments as tables
from reviews.services.assigning import Seat, seats_of, start_assigning

SALT, AN_HOUR = "assignment-import", 3600
MAX_BYTES = 5 * 1024 * 1024
AGAIN = "预览已失效，没有指派任何人，请重新上传文件。"


class ImportForm(forms.Form):
    file = forms.FileField(
        label="文件",
        widget=UnfoldAdminFileFieldWidget(),
        help_text="XLSX、XLS 或 CSV，每行一个集体和一名评审人员。列名：集体、备案编号、评审人员、账号、考核形式；"
        "集体和备案编号、评审人员和账号各填一列即可。",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请删去无关的内容后再上传。"
            )
        return file


class ConfirmForm(forms.Form):
    """The preview's signed content comes back; nobody else's and nothing altered is read."""

    content = forms.CharField(widget=forms.HiddenInput())


@RoundAdmin.offers
def offer_import(request, round_: Round) -> PageAction | None:
    if round_.state == RoundState.CLOSED or not request.user.has_perm("reviews.staff_round", round_):
        return None
    return PageAction("导入指派", reverse("admin:reviews_panelplan_import", args=[round_.pk]))


class AssignmentImport:
    """Mixed into the page of plans, which finds the round and draws the frame."""

    def import_view(self, request, round_pk):
        """The file, then what is wrong with it or what it would do; nothing is written here."""
        round_ = self._round(request, round_pk)
        form = ImportForm(request.POST or None, request.FILES or None)
        context = {"title": "导入指派", "round": round_, "form": form, "back": _round_page(round_)}
        if form.is_valid():
            try:
                context["reading"] = reading = tables.read(form.cleaned_data["file"].read(), round_)
            except UnreadableSpreadsheet as unreadable:
                form.add_error("file", str(unreadable))
            else:
                if reading.given and not reading.faults:
                    context["confirm"] = ConfirmForm({"content": _signed(round_, reading, request.user)})
        return self._page(request, "import_assignments.html", context)

    def import_confirm_view(self, request, round_pk):
        """POST: all of the previewed rows, or none; a job does it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        round_ = self._round(request, round_pk)
        form = ConfirmForm(request.POST)
        seats = _unsigned(form.cleaned_data["content"], round_, request.user) if form.is_valid() else None
        if seats is None:
            messages.error(request, AGAIN)
            return HttpResponseRedirect(reverse("admin:reviews_panelplan_import", args=[round_.pk]))
        return HttpResponseRedirect(start_assigning(round_, seats, by=request.user).get_absolute_url())


def _round_page(round_: Round) -> str:
    return reverse("admin:reviews_round_change", args=[round_.pk])


def _signed(round_: Round, reading: tables.Reading, user) -> str:
    rows = [[given.candidacy.pk, given.reviewer.pk, given.part.pk] for given in reading.given]
    return signing.dumps({"user": user.pk, "round": round_.pk, "rows": rows}, salt=SALT, compress=True)


def _unsigned(text: str, round_: Round, user) -> list[Seat] | None:
    """None for a preview that is too old, of somebody else, of another round, or of rows that are gone."""
    try:
        content = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if (content["user"], content["round"]) != (user.pk, round_.pk):
        return None
    try:
        return seats_of(round_, content["rows"])
    except KeyError:
        return None
