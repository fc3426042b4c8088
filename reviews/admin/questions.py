"""题库: questions one by one, and the whole bank as a table: template, import with preview, export."""

from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from core.admin import OwnRowsDropdown, RecordedAdmin
from core.spreadsheets import UnreadableSpreadsheet
from creation_cycle.admin.choices import own_committees
from reviews.enums import QuestionKind
from reviews.models import Question
from reviews.question_texts import Written, answer_letters
from reviews.quiz_forms import QuestionForm, shown_options
from reviews.resources import questions as tables
from reviews.services import questions as bank
from units.models import Committee

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT, AN_HOUR = "question-import", 3600
MAX_BYTES = 5 * 1024 * 1024
AGAIN = "预览已失效，没有写入任何内容，请重新上传文件。"


class ImportForm(forms.Form):
    committee = forms.ModelChoiceField(None, label="题库", empty_label=None, widget=UnfoldAdminSelectWidget())
    file = forms.FileField(
        label="文件",
        widget=UnfoldAdminFileFieldWidget(),
        help_text="XLSX、XLS 或 CSV，每行一题。列名：题型、题目、选项A、选项B……、答案、依据。",
    )

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees

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


@admin.register(Question)
class QuestionAdmin(RecordedAdmin):
    form = QuestionForm
    list_before_template = "admin/portal/question_list.html"
    nothing_yet = "题目会列在这里。可以逐题添加，也可以下载模板，填好后导入。"
    list_display = ["text", "kind", "right_answer", "clause", "committee", "is_active"]
    list_select_related = ["committee"]
    list_filter = ["is_active", ("kind", ChoicesDropdownFilter), ("committee", OwnRowsDropdown)]
    search_fields = ["text", "clause"]
    search_help_text = "按题目或依据查找"
    readonly_on_change = ("committee",)
    fieldsets = [
        (None, {"fields": ["committee", "kind", "text"]}),
        ("选项和答案", {"fields": ["options_text", "answer_text"]}),
        ("其他", {"fields": ["clause", "is_active"]}),
    ]

    def choices_for(self, name, request):
        return own_committees(request.user) if name == "committee" else None

    def get_fieldsets(self, request, obj=None):
        """Whoever only reads sees the question as it is stored."""
        if obj and not self.has_change_permission(request, obj):
            return [
                (None, {"fields": ["committee", "kind", "text", "all_options", "right_answer", "clause"]})
            ]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "all_options", "right_answer")

    def get_changeform_initial_data(self, request):
        first = own_committees(request.user).first()
        return {"committee": first, **super().get_changeform_initial_data(request)}

    def get_urls(self):
        pages = {
            "import/": ("import", self.import_view),
            "import/confirm/": ("import_confirm", self.confirm_view),
            "template/": ("template", self.template_view),
            "xlsx/": ("xlsx_list", self.download_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"reviews_question_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def import_view(self, request):
        """The file, then what is wrong with it or what it would do; nothing is written here."""
        self._require_add(request)
        committees = own_committees(request.user)
        form = ImportForm(
            request.POST or None,
            request.FILES or None,
            committees=committees,
            initial={"committee": committees.first()},
        )
        context = {"title": "导入题库", "form": form}
        if form.is_valid():
            try:
                reading = tables.read(form.cleaned_data["file"].read())
            except UnreadableSpreadsheet as unreadable:
                form.add_error("file", str(unreadable))
            else:
                context |= _preview(form.cleaned_data["committee"], reading, request.user)
        return self._page(request, context)

    def confirm_view(self, request):
        """POST: all of the previewed rows, or none."""
        self._require_add(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ConfirmForm(request.POST)
        found = _unsigned(form.cleaned_data["content"], request.user) if form.is_valid() else None
        if found is None:
            messages.error(request, AGAIN)
            return HttpResponseRedirect(reverse("admin:reviews_question_import"))
        kept = bank.keep(*found, by=request.user)
        messages.success(
            request, f"已导入：新增 {kept.new} 题，更新 {kept.changed} 题，{kept.same} 题没有变化。"
        )
        return HttpResponseRedirect(reverse("admin:reviews_question_changelist"))

    def template_view(self, request):
        self._require_add(request)
        return _download(tables.write(tables.SAMPLES), "题库模板.xlsx")

    def download_view(self, request):
        """Every question that the reader sees, switched-off ones left out."""
        if not self.has_view_permission(request):
            raise PermissionDenied("no questions for this user")
        found = self.get_queryset(request).asked().order_by("committee", "pk")
        return _download(tables.write(found), "管理办法测试题库.xlsx")

    def _require_add(self, request) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied("only officers write questions")

    def _page(self, request, context: dict) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/portal/import_questions.html", {**frame, **context})

    @display(description="答案")
    def right_answer(self, question):
        return answer_letters(question.kind, question.answer)

    @display(description="选项")
    def all_options(self, question):
        return shown_options(question.options)


def _preview(committee: Committee, reading: tables.Reading, user) -> dict:
    if reading.faults:
        return {"reading": reading}
    questions = list(reading.questions.values())
    kept = bank.compared(committee, questions)
    rows = [
        (number, QuestionKind(question.kind).label, question.text, shown_options(question.options),
         answer_letters(question.kind, question.answer), question.clause)
        for number, question in reading.questions.items()
    ]  # fmt: skip
    confirm = (
        ConfirmForm({"content": _signed(committee, questions, user)}) if kept.new + kept.changed else None
    )
    return {"reading": reading, "committee": committee, "kept": kept, "rows": rows, "confirm": confirm}


def _signed(committee: Committee, questions: list[Written], user) -> str:
    rows = [[q.kind, q.text, q.options, q.answer, q.clause] for q in questions]
    content = {"user": user.pk, "committee": committee.pk, "rows": rows}
    return signing.dumps(content, salt=SALT, compress=True)


def _unsigned(text: str, user) -> tuple[Committee, list[Written]] | None:
    """None for a preview that is too old, of somebody else, or of a committee that is no longer one's own."""
    try:
        content = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    committee = own_committees(user).filter(pk=content["committee"]).first()
    if content["user"] != user.pk or committee is None:
        return None
    return committee, [
        Written(QuestionKind(kind), text, tuple(options), tuple(answer), clause)
        for kind, text, options, answer, clause in content["rows"]
    ]


def _download(file, name: str) -> FileResponse:
    answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
