"""Importing the roster: hand in a table, look at what it would do, confirm, and take it back if need be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, step
from units.models import RosterImport
from units.roster_import import importing, undoing
from units.roster_import.forms import ChoicesForm, UploadForm
from units.roster_import.plan import Plan, RowState
from units.roster_import.remarks import remarks
from units.roster_import.template import FILE_NAME, template_file
from units.views.keeping import KeptUnit

ROWS_PER_PAGE = 100


class StartImport(KeptUnit, View):
    """GET asks for a table; POST keeps it for the preview."""

    def get(self, request, unit_pk):
        return self._page(UploadForm())

    def post(self, request, unit_pk):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        return redirect(importing.start(self.unit, form.workbook, by=request.user))

    def _page(self, form):
        recent = self.unit.roster_imports.recent().select_related("created_by")
        return render(
            self.request, "desk/roster_import.html", {"unit": self.unit, "form": form, "recent": recent}
        )


class ImportView(KeptUnit, View):
    """One import of the unit's own; anybody else's is 404."""

    @cached_property
    def roster_import(self) -> RosterImport:
        imports = self.unit.roster_imports.select_related("created_by", "unit")
        return get_object_or_404(imports, pk=self.kwargs["pk"])


class ImportPage(ImportView):
    """The preview with its settings and buttons; afterwards what became of it."""

    def get(self, request, unit_pk, pk):
        if self.roster_import.is_preview:
            return self._preview(self._form())
        kept = undoing.left_in_place(self.roster_import)
        undo = step(self.roster_import, "undo", request.user)
        left_out = undoing.rows_left_out(self.roster_import)
        context = {
            "unit": self.unit,
            "record": self.roster_import,
            "kept": kept,
            "left_out": left_out,
            "undo": undo,
        }
        return render(request, "desk/roster_import_done.html", context)

    def post(self, request, unit_pk, pk):
        action = request.POST.get("action")
        if action == "discard":
            return self._discard()
        return self._settings(action) if self.roster_import.is_preview else self._confirm(action)

    def _settings(self, action: str):
        """New settings are looked at again before anything is confirmed by them."""
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._preview(form)
        if form.asks_for_something_else:
            importing.choose(self.roster_import, by=self.request.user, choices=form.choices())
            messages.info(self.request, "已按新的设置重新检查，请核对后再确认导入")
            return redirect(self.roster_import)
        return redirect(self.roster_import) if action == "recheck" else self._confirm(action)

    def _confirm(self, action: str):
        request = self.request
        try:
            done = importing.confirm(
                self.roster_import,
                by=request.user,
                shown=request.POST.get("shown", ""),
                only_good=action == "confirm_good",
            )
        except importing.PlanChanged:
            messages.warning(request, "花名册在预览之后有变化，已重新检查，请核对后再确认导入")
        except (importing.NotImportable, TransitionBlocked) as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"已导入：新增 {done.created_count} 人，更新 {done.updated_count} 人")
        return redirect(self.roster_import)

    def _discard(self):
        importing.discard(self.roster_import, by=self.request.user)
        messages.success(self.request, "已放弃这次导入，上传的内容已删除")
        return redirect("creation_cycle:roster", self.unit.pk)

    @cached_property
    def _workbook(self):
        return importing.workbook_of(self.roster_import)

    @cached_property
    def _plan(self) -> Plan:
        return importing.plan_of(self.roster_import, self._workbook)

    def _form(self, data=None) -> ChoicesForm:
        chosen = self.roster_import.choices
        return ChoicesForm(data, workbook=self._workbook, table=self._plan.table, chosen=chosen)

    def _preview(self, form: ChoicesForm):
        plan, sheet = self._plan, self._workbook.sheets[self.roster_import.choices["sheet"]]
        context = {
            "unit": self.unit,
            "record": self.roster_import,
            "plan": plan,
            "form": form,
            "remarks": remarks(self._workbook, sheet, plan.table),
            "step": step(self.roster_import, "confirm", self.request.user),
            **self._rows(plan),
        }
        return render(self.request, "desk/roster_import_preview.html", context)

    def _rows(self, plan: Plan) -> dict:
        """The page of rows that was asked for; without a wish the faulty ones come first."""
        wanted = self.request.GET.get("rows", "")
        chips = [(state, plan.counts[state]) for state in RowState if plan.counts[state]]
        rows = plan.of(wanted) if wanted in RowState else sorted(plan.rows, key=_faulty_first)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return {"page_obj": page, "chips": chips, "wanted": wanted}


class UndoImport(ImportView):
    """GET says what would go and what would stay; POST takes the import back."""

    def get(self, request, unit_pk, pk):
        undo = step(self.roster_import, "undo", request.user)
        if undo is None:
            return redirect(self.roster_import)
        planned = undoing.what_undoing_does(self.roster_import)
        context = {"unit": self.unit, "record": self.roster_import, "undo": undo, "planned": planned}
        return render(request, "desk/roster_import_undo.html", context)

    def post(self, request, unit_pk, pk):
        try:
            importing.undo(self.roster_import, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "已撤销这次导入")
        return redirect(self.roster_import)


class RosterTemplate(KeptUnit, View):
    """The empty table to fill in."""

    def get(self, request, unit_pk):
        content = template_file(title=f"{self.unit}花名册")
        return FileResponse(content, as_attachment=True, filename=FILE_NAME)


def _faulty_first(row) -> tuple[bool, int]:
    return row.outcome != RowState.FAULTY, row.number
