"""批量查询: a batch is made of a set of subjects, goes out as a table or over the network, and comes back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin
from core.lifecycle import TransitionBlocked
from core.services.access import record_view
from core.spreadsheets import UnreadableSpreadsheet
from credit import batch_sources, providers
from credit.admin.choices import FileForm, OwnCommittee, download
from credit.admin.honour_import import ConfirmForm
from credit.models import QueryBatch
from credit.resources import answers as tables
from credit.resources.previews import PreviewGone, kept_preview, previewed
from credit.services import batches

COLUMNS = ("查询对象", "结论", "查询日期", "有效期至", "查询机构")


class BatchForm(forms.ModelForm):
    """One set of subjects; who is left out is said afterwards, with the reason."""

    source = forms.ChoiceField(
        label="查询对象", widget=UnfoldAdminSelectWidget(),
        help_text="已有有效查询结论的不会重复查询；没有本人授权的个人不会列入。",
    )  # fmt: skip

    class Meta:
        model = QueryBatch
        fields = ["committee", "name", "purpose", "authorisation", "provider"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "provider" in self.fields:
            offered = [choice for choice in providers.choices() if choice[0] != providers.MANUAL.key]
            self.fields["provider"] = forms.ChoiceField(
                label="查询渠道", choices=offered, widget=UnfoldAdminSelectWidget()
            )
            self.fields["source"].choices = batch_sources.choices()

    def clean(self):
        values = super().clean()
        if values.get("committee") and values.get("source"):
            values["subjects"] = batch_sources.find(values["source"], values["committee"])
            if not values["subjects"]:
                self.add_error("source", "没有需要查询的对象：都已有有效的查询结论。")
        return values


@admin.register(QueryBatch)
class QueryBatchAdmin(OwnCommittee, RecordedAdmin):
    form = BatchForm
    nothing_yet = "批量查询会列在这里。由信用管理员新建：选好查询对象，导出名单，再导入查询结果。"
    list_display = ["name", "committee", "purpose", "channel", "progress", "created_at"]
    list_select_related = ["committee"]
    list_filter = [("committee", OwnRowsDropdown)]
    search_fields = ["name"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["committee", "name", "purpose", "authorisation", "provider", "source"]
        return [
            "name",
            "committee",
            "purpose",
            "authorisation",
            "channel",
            "progress",
            "created_by",
            "created_at",
        ]

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        try:
            made = batches.make_batch(obj, form.cleaned_data["subjects"], by=request.user)
        except TransitionBlocked as blocked:
            raise PermissionDenied(str(blocked)) from None
        for name, reason in made.left_out[:20]:
            messages.warning(request, f"没有列入 {name[:1]}**：{reason}。")
        messages.info(request, f"已列入 {made.asked} 项查询。")

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def get_urls(self):
        pages = {
            "<int:pk>/list/": ("list", self.list_view),
            "<int:pk>/answers/": ("answers", self.answers_view),
            "<int:pk>/answers/confirm/": ("confirm", self.confirm_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"credit_querybatch_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def page_actions(self, request, record):
        shown = [
            PageAction(
                "查看各项查询",
                f"{reverse('admin:credit_creditquery_changelist')}?batch__id__exact={record.pk}",
            )
        ]
        if record.provider == providers.TABLE.key and request.user.has_perm(
            "credit.exchange_querybatch", record
        ):
            shown = [
                PageAction(
                    "导出名单（将记录本次导出）", reverse("admin:credit_querybatch_list", args=[record.pk])
                ),
                PageAction("导入查询结果", reverse("admin:credit_querybatch_answers", args=[record.pk])),
                *shown,
            ]
        return shown

    def list_view(self, request, pk):
        """The list with whole numbers: each person on it finds this look in their own record."""
        batch = self._own(request, pk)
        for query in batch.queries.pending().with_authority():
            record_view(
                query, "姓名和证件号码", by=request.user, purpose=f"导出批量查询名单：{batch.name}"[:120]
            )
        return download(tables.write(batch), f"批量查询{batch.pk}.xlsx")

    def answers_view(self, request, pk):
        batch = self._own(request, pk)
        form = FileForm(request.POST or None, request.FILES or None)
        context = {"title": f"导入查询结果：{batch}", "form": form}
        if form.is_valid():
            content = form.cleaned_data["file"].read()
            try:
                context |= _preview(batch, content, request.user)
            except UnreadableSpreadsheet as unreadable:
                form.add_error("file", str(unreadable))
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "template_url": reverse("admin:credit_querybatch_list", args=[pk]),
            "template_label": "导出名单",
            "confirm_url": reverse("admin:credit_querybatch_confirm", args=[pk]),
            "again_url": reverse("admin:credit_querybatch_answers", args=[pk]),
            "back": self._page(pk),
        }
        return TemplateResponse(request, "admin/portal/credit_import.html", {**frame, **context})

    def confirm_view(self, request, pk):
        """POST: all answers of the table, or none; a late answer by another way makes it none."""
        batch = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            found = kept_preview(request.POST.get("content", ""), request.user)
        except PreviewGone:
            found = {}
        reading = tables.read(found["content"], batch) if found.get("batch") == batch.pk else None
        if reading is None or reading.faults:
            messages.error(request, "预览之后数据有变化，没有写入任何内容，请重新上传文件。")
            return HttpResponseRedirect(reverse("admin:credit_querybatch_answers", args=[pk]))
        count = batches.take_answers(batch, reading.answers.values(), by=request.user)
        messages.success(request, f"已登记 {count} 项结论。结论不是无不良信息的，已转人工研判。")
        return HttpResponseRedirect(self._page(pk))

    def _own(self, request, pk) -> QueryBatch:
        batch = self.get_object(request, str(pk))
        if batch is None or batch.provider != providers.TABLE.key:
            raise Http404(f"no table batch {pk} for this user")
        if not request.user.has_perm("credit.exchange_querybatch", batch):
            raise PermissionDenied("only the asking committee's credit officers exchange tables")
        return batch

    def _page(self, pk) -> str:
        return reverse("admin:credit_querybatch_change", args=[pk])

    @display(description="查询渠道")
    def channel(self, batch):
        return providers.label_of(batch.provider)

    @display(description="进度")
    def progress(self, batch):
        return f"共 {batch.asked} 项，等待结果 {batch.waiting} 项"


def _preview(batch: QueryBatch, content: bytes, user) -> dict:
    reading = tables.read(content, batch)
    if reading.faults:
        return {"faults": reading.faults}
    if not reading.answers:
        return {"said": "文件中还没有填写结论，没有需要导入的内容。"}
    rows = [
        (
            f"第 {number} 行",
            a.shown_name,
            a.conclusion.label,
            a.answered_on,
            a.valid_until or "按默认",
            a.source_name,
        )
        for number, a in reading.answers.items()
    ]
    waiting = f"，另有 {reading.waiting} 项没有填写" if reading.waiting else ""
    confirm = ConfirmForm({"content": previewed({"batch": batch.pk}, content, user)})
    return {"rows": rows, "columns": COLUMNS, "summary": f"{len(rows)} 项结论{waiting}", "confirm": confirm}
