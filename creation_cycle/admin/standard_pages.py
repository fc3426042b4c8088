"""Pages of standards beside the form: copy, adopt, compare, download, import with a preview."""

from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core import clock
from core.admin import PageAction
from core.spreadsheets import UnreadableSpreadsheet
from creation_cycle.admin.choices import own_committees
from creation_cycle.admin.standard_forms import ConfirmForm, DraftForm, ImportForm, draft_choices
from creation_cycle.models import Standard
from creation_cycle.resources import standards as tables
from creation_cycle.rubric import COLUMNS, RubricItem, changes
from creation_cycle.scoring import half_up
from creation_cycle.services import standards
from units.enums import Level

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHEETS = 200
SALT, AN_HOUR = "standard-import", 3600
IMPORT_AGAIN = "预览已失效，没有写入任何内容，请重新上传文件。"


class StandardPages:
    """Mixed into the standards' admin."""

    def get_urls(self):
        pages = {
            "<int:pk>/copy/": ("copy", self.copy_view),
            "<int:pk>/adopt/": ("adopt", self.adopt_view),
            "<int:pk>/compare/<int:other>/": ("compare", self.compare_view),
            "<int:pk>/xlsx/": ("xlsx", self.download_view),
            "xlsx/": ("xlsx_list", self.download_all_view),
            "import/": ("import", self.import_view),
            "import/confirm/": ("import_confirm", self.confirm_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"creation_cycle_standard_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def page_actions(self, request, record):
        actions = [PageAction("下载 XLSX", _url("xlsx", record))]
        if before := self._version_before(request, record):
            actions.append(PageAction(f"与第 {before.version} 版比较", _url("compare", record, before)))
        if record.is_reference and self.has_add_permission(request):
            actions.append(PageAction("采用到本组委会", _url("adopt", record)))
        if self._may_copy(request, record):
            actions.append(PageAction("复制为新版本", _url("copy", record), posts=True))
        return actions

    def copy_view(self, request, pk):
        """POST: the next version as a draft."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self._found(request, pk)
        if not self._may_copy(request, record):
            raise PermissionDenied("only officers of the standard's own committee copy it")
        draft = standards.copy_as_draft(record, by=request.user)
        messages.success(request, f"已复制为第 {draft.version} 版草稿，修改后请发布。")
        return HttpResponseRedirect(_url("change", draft))

    def adopt_view(self, request, pk):
        """An example becomes a draft of one of the user's own committees, to be changed and published there."""
        reference = self._found(request, pk)
        if not (reference.is_reference and self.has_add_permission(request)):
            raise PermissionDenied("officers adopt the shipped examples, and nothing else is adopted")
        form = DraftForm(
            request.POST or None,
            committees=own_committees(request.user),
            initial=draft_choices(reference),
        )
        if form.is_valid():
            draft = standards.adopt(reference, **form.cleaned_data, by=request.user)
            messages.success(request, f"已采用为第 {draft.version} 版草稿，修改后请发布。")
            return HttpResponseRedirect(_url("change", draft))
        context = {
            "title": "采用到本组委会",
            "reference": reference,
            "form": form,
            "back": _url("change", reference),
        }
        return self._page(request, "adopt_standard.html", context)

    def compare_view(self, request, pk, other):
        """What became of each item from `other` to this version."""
        both = self.get_queryset(request).filter(pk__in=[pk, other])
        rubrics = {standard.pk: (standard, items) for standard, items in standards.rubrics_of(both)}
        if not {pk, other} <= set(rubrics):
            raise Http404(f"no standards {pk} and {other} for this user")
        (after, new), (before, old) = rubrics[pk], rubrics[other]
        context = {
            "title": "版本比较",
            "after": after,
            "before": before,
            "changes": changes(old, new),
            "back": _url("change", after),
        }
        return self._page(request, "compare_standards.html", context)

    def download_view(self, request, pk):
        return _workbook(self.get_queryset(request).filter(pk=self._found(request, pk).pk))

    def download_all_view(self, request):
        """Every standard that the reader sees, a sheet each."""
        if not self.has_view_permission(request):
            raise PermissionDenied("no standards for this user")
        found = self.get_queryset(request)
        if not 0 < found.count() <= MOST_SHEETS:
            messages.warning(request, f"一个文件可以放 1 到 {MOST_SHEETS} 个标准，请在各标准的页面分别下载。")
            return HttpResponseRedirect(reverse("admin:creation_cycle_standard_changelist"))
        return _workbook(found)

    def import_view(self, request):
        """The file, then what is wrong with it or what it would become; nothing is written here."""
        self._require_add(request)
        form = ImportForm(
            request.POST or None,
            request.FILES or None,
            committees=own_committees(request.user),
            initial={"committee": own_committees(request.user).first()},
        )
        context = {"title": "导入创建标准", "form": form, "columns": COLUMNS.values()}
        if form.is_valid():
            try:
                context["reading"] = reading = tables.read(form.cleaned_data["file"].read())
            except UnreadableSpreadsheet as unreadable:
                form.add_error("file", str(unreadable))
            else:
                context |= self._preview(request, form, reading)
        return self._page(request, "import_standard.html", context)

    def confirm_view(self, request):
        """POST: the previewed items become a draft."""
        self._require_add(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ConfirmForm(request.POST)
        content = _unsigned(form.cleaned_data["content"], request.user) if form.is_valid() else None
        choices = DraftForm(content and content["draft"], committees=own_committees(request.user))
        if not content or not choices.is_valid():
            messages.error(request, IMPORT_AGAIN)
            return HttpResponseRedirect(reverse("admin:creation_cycle_standard_import"))
        draft = standards.draft_of(
            [tables.item_of(texts) for texts in content["items"]],
            **choices.cleaned_data, **content["words"], note="由表格导入", by=request.user,
        )  # fmt: skip
        messages.success(request, f"已导入 {draft.items.count()} 个评分项，成为第 {draft.version} 版草稿。")
        return HttpResponseRedirect(_url("change", draft))

    def _preview(self, request, form, reading) -> dict:
        """Rows as they would be, and the signed content for the confirmation where nothing is wrong."""
        if reading.faults:
            return {}
        total = half_up(sum(Fraction(item.points) * Fraction(item.weight) for item in reading.items))
        if form.cleaned_data["pass_line"] > total:
            form.add_error("pass_line", f"达标线不得超过总分，表中各项加权合计 {total} 分。")
            return {}
        rows = [tables.texts_of(item).values() for item in reading.items]
        confirm = ConfirmForm({"content": _signed(form, reading.items, request.user)})
        return {"rows": rows, "confirm": confirm, "facts": _facts(form, total)}

    def _version_before(self, request, record) -> Standard | None:
        same = {"committee": record.committee_id, "level": record.level, "industry": record.industry_id}
        older = self.get_queryset(request).filter(is_reference=False, version__lt=record.version, **same)
        return older.order_by("-version").first()

    def _may_copy(self, request, record) -> bool:
        """Of published versions: a draft is edited itself, an example is adopted."""
        own = request.user.has_perm("creation_cycle.change_standard", record)
        return own and not record.is_draft and not record.is_reference

    def _require_add(self, request) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied("only officers write standards")

    def _found(self, request, pk) -> Standard:
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404(f"no standard {pk} for this user")
        return record

    def _page(self, request, template: str, context: dict) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/portal/{template}", {**frame, **context})


def _url(name: str, *records: Standard) -> str:
    return reverse(f"admin:creation_cycle_standard_{name}", args=[record.pk for record in records])


def _workbook(found: QuerySet[Standard]) -> FileResponse:
    rubrics = standards.rubrics_of(found)
    file = tables.write((standard.name, items) for standard, items in rubrics)
    name = f"{rubrics[0][0]}.xlsx" if len(rubrics) == 1 else f"创建标准{clock.today():%Y%m%d}.xlsx"
    answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _signed(form: ImportForm, items: list[RubricItem], user) -> str:
    chosen = form.cleaned_data
    draft = {name: getattr(chosen[name], "pk", chosen[name]) for name in ("committee", "level", "industry")}
    words = {"name": chosen["name"], "basis": chosen["basis"], "pass_line": str(chosen["pass_line"])}
    content = {
        "user": user.pk,
        "draft": draft,
        "words": words,
        "items": [tables.texts_of(item) for item in items],
    }
    return signing.dumps(content, salt=SALT, compress=True)


def _facts(form: ImportForm, total: Decimal) -> list[tuple[str, str]]:
    """What the draft would be, for the head of the preview."""
    chosen = form.cleaned_data
    return [
        ("名称", chosen["name"]),
        ("组织委员会", str(chosen["committee"])),
        ("等级", Level(chosen["level"]).label),
        ("行业系统", str(chosen["industry"] or "通用")),
        ("总分", f"{total} 分"),
        ("达标线", f"{chosen['pass_line']} 分"),
    ]


def _unsigned(text: str, user) -> dict | None:
    try:
        content = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if content["user"] != user.pk:
        return None
    return {**content, "words": {**content["words"], "pass_line": Decimal(content["words"]["pass_line"])}}
