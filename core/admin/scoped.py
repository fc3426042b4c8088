"""Admin pages that show each person their own rows and say no by permission, never by a hidden link.

Rows come from `visible_to(user)`, permissions from the `rules` predicates of each app, asked with the row.
"""

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_permission_codename
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from core.admin.second_save import SecondSaveMixin
from core.lifecycle import MovedOn


class ScopedForeignKeys(BaseModelAdmin):
    """Choices of a foreign key are what the user may see; `choices_for` narrows them further."""

    def choices_for(self, name: str, request: HttpRequest) -> models.QuerySet | None:
        """The rows that the field `name` offers, or None for all that are visible to the user."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the pop-ups beside a choice: each register has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def _choices(self, db_field, request) -> models.QuerySet:
        chosen = self.choices_for(db_field.name, request)
        if chosen is not None:
            return chosen
        rows = db_field.remote_field.model._default_manager
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows.all()


class ScopedModelAdmin(SecondSaveMixin, ScopedForeignKeys, ModelAdmin):
    """Base of every admin page of the portal. A row outside the user's scope does not exist (404).

    Nothing is ever deleted here: what is over keeps its history. Texts of the list belong to subclasses.
    """

    list_per_page = 50
    show_full_result_count = False
    list_filter_submit = True
    actions = None
    readonly_on_change: tuple[str, ...] = ()
    """Fields that are chosen once, when the row is made."""
    nothing_yet = ""
    """What an empty list says: what would stand there, and how the first row comes about."""

    def get_queryset(self, request):
        rows = self.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        return rows.order_by(*(self.get_ordering(request) or self.opts.ordering))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._may("view", request, obj)

    def has_add_permission(self, request):
        return self._may("add", request, None)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_model_perms(self, request):
        """What the list of all models needs to know: whether to show this one."""
        return {"view": self.has_view_permission(request)}

    def _may(self, right: str, request: HttpRequest, obj) -> bool:
        permission = f"{self.opts.app_label}.{get_permission_codename(right, self.opts)}"
        return request.user.has_perm(permission, obj)

    def get_readonly_fields(self, request, obj=None):
        fixed = self.readonly_on_change if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_model(self, request, obj, form, change):
        """Write what the form changed onto the row as it is by now, under its lock.

        Whatever happened between loading the form and saving it stands: a move made meanwhile is kept, and what
        may no longer be changed after it is refused (MovedOn, nothing is written).
        """
        if change:
            self._require_still_open(request, self._locked(obj), form.changed_data)
            untouched = [f.name for f in self.opts.concrete_fields if f.name not in form.changed_data]
            obj.refresh_from_db(fields=untouched)
        super().save_model(request, obj, form, change)

    def _locked(self, obj) -> models.Model:
        """The row as it is now; others wait for the end of the transaction before they change it."""
        return self.model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)

    def _require_still_open(self, request, row, changed: list[str]) -> None:
        offered = set(flatten_fieldsets(self.get_fieldsets(request, row)))
        closed = set(changed) - (offered - set(self.get_readonly_fields(request, row)))
        if closed or not self.has_change_permission(request, row):
            raise MovedOn(f"{row} has moved on since the form was loaded")

    def get_inline_instances(self, request, obj=None):
        return [rows for rows in super().get_inline_instances(request, obj) if rows.is_shown(request, obj)]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404(f"no {opts.model_name} {object_id} for this user")


class WrittenByServices:
    """Rights of a register that people read here and services write, for superusers too."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(WrittenByServices, ScopedModelAdmin):
    """A page to read."""


class InlineRights(ScopedForeignKeys):
    """Rows of an inline follow their parent: who may change the parent, and while `is_editable` says so."""

    extra = 0
    hide_title = True
    show_change_link = False
    can_delete = True

    def is_editable(self, request: HttpRequest, parent) -> bool:
        """Whether the rows of `parent` (None on the page that adds one) may still change."""
        return True

    def is_shown(self, request: HttpRequest, parent) -> bool:
        """Rows that nobody may add are shown when there are some."""
        if parent is None or self.has_add_permission(request, parent):
            return True
        key = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name).name
        return self.model._default_manager.filter(**{key: parent}).exists()

    def has_view_permission(self, request, obj=None):
        return self._parent_admin.has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self._parent_admin.has_add_permission(request) and self.is_editable(request, None)
        return self._parent_admin.has_change_permission(request, obj) and self.is_editable(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.can_delete and self.has_change_permission(request, obj)

    @property
    def _parent_admin(self) -> ScopedModelAdmin:
        return self.admin_site.get_model_admin(self.parent_model)


class ScopedInline(InlineRights, TabularInline):
    """Rows of a record as a table on its page."""


class StackedScopedInline(InlineRights, StackedInline):
    """Rows of a record one below the other, for long texts."""
