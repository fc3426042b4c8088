"""Records with a ledger: their page shows it, and what a person changes there is noted in it."""

from dataclasses import dataclass

from django.contrib.admin.utils import unquote
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core.admin.scoped import ScopedModelAdmin
from core.models import LedgerEntry
from core.services import ledger
from core.services.ledger_chain import chain_of


@dataclass(frozen=True)
class PageAction:
    """A button above the form for what is not a move: a link, or with `posts` a form of one button."""

    label: str
    url: str
    posts: bool = False


class RecordedAdmin(ScopedModelAdmin):
    """The making of a record and each later change of its fields stand in its ledger."""

    change_form_outer_before_template = "admin/portal/actions.html"
    change_form_outer_after_template = "admin/portal/history.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_chain"
        view = self.admin_site.admin_view(self.chain_view)
        return [path("<path:object_id>/chain/", view, name=name), *super().get_urls()]

    def chain_view(self, request, object_id):
        """Every entry of the record with its hash, checked: for whoever sees the record."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404(f"no {self.opts.model_name} {object_id} for this user")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": "记录核对",
            "chain": chain_of(record),
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]),
        }
        return TemplateResponse(request, "admin/portal/chain.html", context)

    def page_actions(self, request, record) -> list[PageAction]:
        """What else can be done with the record, for this reader."""
        return []

    def page_context(self, request, record) -> dict:
        """What the record's page shows around its form."""
        return {
            "record": record,
            "history": LedgerEntry.objects.of(record),
            "chain_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_chain",
            "page_actions": self.page_actions(request, record),
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_object(request, unquote(object_id))
        around = self.page_context(request, record) if record else {}
        return super().change_view(request, object_id, form_url, {**around, **(extra_context or {})})

    def save_related(self, request, form, formsets, change):
        """Runs after the record itself was saved, in the same transaction."""
        super().save_related(request, form, formsets, change)
        if not change:
            ledger.append_creation(form.instance, by=request.user)
        elif note := self.change_note(form, formsets):
            self.record_edit(form.instance, "修改", note, by=request.user)

    def delete_model(self, request, obj):
        """For the few registers whose rows may go: the entry stays."""
        ledger.append(obj, move="delete", label="删除", by=request.user)
        super().delete_model(request, obj)

    def change_note(self, form, formsets) -> str:
        """What was changed, by label: the values may be personal data, and the ledger keeps its entries for good."""
        touched = [str(form.fields[name].label) for name in form.changed_data]
        touched += [str(rows.model._meta.verbose_name) for rows in formsets if rows.has_changed()]
        return "、".join(touched)

    def record_edit(self, record, label: str, note: str = "", *, by) -> None:
        """An entry for a change that is no move; `record` was read under its lock, so its state is the true one."""
        state = getattr(record, "state", "")
        ledger.append(record, move="edit", label=label, by=by, source=state, target=state, note=note)
