"""Two people have one page of the admin open: whoever saves second is told what was changed, by whom, and decides.

The page carries a digest of each field and of each row of its inlines. Where something else is stored by the time it
is sent, nothing is written: the page comes back with what was typed, and with the other's values in the fields that
were not touched; saved once more, it stands. A captain's pages merge field by field (`core.merge`), which rows that
come and go cannot.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.defaultfilters import truncatechars
from django.utils import timezone

from core.forms import SeenField, words_for
from core.merge import canonical, digests
from core.models import LedgerEntry
from core.services.edits import place_of

SEEN = "_seen"
LONGEST_VALUE = 40
TOLD = (
    "在您打开之后，{who}改过：{what}。您填写的内容仍在本页，还没有保存；请核对，再次保存时以本页的内容为准。"
)


class SecondSaveMixin(BaseModelAdmin):
    """Part of `ScopedModelAdmin`: its pages say what they show, its forms look whether that is still stored."""

    change_form_before_template = "admin/portal/seen.html"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or request.method != "POST" or SEEN not in request.POST:
            return form
        given = {"admin": self, "request": request, "plain_form": form}
        return type(form)(form.__name__, (SecondSaveForm, form), given)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if form.is_bound:
            context["seen"] = getattr(form, "now", "") or request.POST.get(SEEN, "")
        elif form.instance.pk:
            context["seen"] = seen_of(form, [rows.formset for rows in context["inline_admin_formsets"]])
        return super().render_change_form(request, context, *args, **kwargs)

    def stored_formsets(self, request, record) -> Iterator[forms.BaseModelFormSet]:
        """The inlines of `record` as they are stored, whatever was posted; their prefixes are Django's."""
        used = Counter()
        for formset, inline in self.get_formsets_with_inlines(request, record):
            prefix = formset.get_default_prefix()
            used[prefix] += 1
            numbered = prefix if used[prefix] == 1 else f"{prefix}-{used[prefix]}"
            yield formset(instance=record, prefix=numbered, queryset=inline.get_queryset(request))


class SecondSaveForm:
    """Mixin of a posted form whose page said what it had shown; `plain_form` is the form without it."""

    now = ""
    """What the page is to carry on with, once its writer has been told."""

    def clean(self):
        cleaned = super().clean()
        rows = self.admin.model._base_manager.select_for_update(of=("self",))
        row = rows.filter(pk=self.instance.pk).first()  # held until this save is through
        if self.admin.has_change_permission(self.request, row):  # else `save_model` says that it moved on
            self._compare(self.admin.get_queryset(self.request).get(pk=row.pk))
        return cleaned

    def _compare(self, record: models.Model) -> None:
        stored, formsets = (
            self.plain_form(instance=record),
            list(self.admin.stored_formsets(self.request, record)),
        )
        seen = SeenField.unpack(self.data[SEEN])
        self.now = seen_of(stored, formsets)
        now = SeenField.unpack(self.now)
        changed = {name for name in seen.keys() | now.keys() if seen.get(name) != now.get(name)}
        if not changed:
            return
        fields = [name for name in stored.fields if name in changed]
        what = [self._said(name, stored) for name in fields]
        what += [words for rows in formsets for words in _rows_said(rows, changed)]
        self._take_over([name for name in fields if self._is_untouched(name, seen)], stored)
        self.add_error(None, TOLD.format(who=_last_edit(record), what="、".join(what)))

    def _said(self, name: str, stored: forms.BaseForm) -> str:
        field = stored.fields[name]
        words = words_for(field, stored.get_initial_for_field(field, name))
        return f"{field.label}（现为“{truncatechars(words, LONGEST_VALUE)}”）"

    def _is_untouched(self, name: str, seen: dict[str, str]) -> bool:
        """Whether the page came back with what it had shown there."""
        if name not in self.cleaned_data:
            return False
        return digests({name: self.cleaned_data[name]}, place=place_of(self.instance))[name] == seen.get(name)

    def _take_over(self, names: Iterable[str], stored: forms.BaseForm) -> None:
        """Show the other's value, which would else be undone by a page that merely shows the older one."""
        self.data = self.data.copy()
        for name in names:
            _fill_in(self.data, stored[name])


def seen_of(form: forms.BaseForm, formsets: Iterable[forms.BaseModelFormSet]) -> str:
    """Digests of what a page shows of a stored record: fields by name, rows of inlines by prefix and key."""
    values = _initial_values(form)
    for rows in formsets:
        for row in rows.initial_forms:
            values[_row_name(rows, row)] = tuple(_initial_values(row).values())
    return SeenField.pack(digests(values, place=place_of(form.instance)))


def _initial_values(form: forms.BaseForm) -> dict:
    return {
        name: form.get_initial_for_field(field, name)
        for name, field in form.fields.items()
        if not field.disabled
    }


def _row_name(rows: forms.BaseModelFormSet, row: forms.BaseForm) -> str:
    return f"{rows.prefix}.{row.instance.pk}"


def _rows_said(rows: forms.BaseModelFormSet, changed: set[str]) -> Iterator[str]:
    """Rows that were changed or added, and that some have gone."""
    noun = rows.model._meta.verbose_name
    there = {_row_name(rows, row): row.instance for row in rows.initial_forms}
    yield from (f"{noun}“{there[name]}”" for name in there if name in changed)
    if any(name.startswith(f"{rows.prefix}.") and name not in there for name in changed):
        yield f"{noun}（有删除，请重新打开本页）"


def _fill_in(data, bound: forms.BoundField) -> None:
    """Put the value of `bound` into posted data, as a browser would send it."""
    field, value = bound.field, bound.value()
    if isinstance(field.widget, forms.MultiWidget):
        for number, part in enumerate(field.widget.decompress(bound.initial)):
            data[f"{bound.html_name}_{number}"] = canonical(part)
    elif isinstance(field, forms.BooleanField):
        data.pop(bound.html_name, None)
        data.update({bound.html_name: "on"} if value else {})
    elif isinstance(value, list | tuple | set | models.QuerySet):
        data.setlist(bound.html_name, [canonical(one) for one in value])
    else:
        data[bound.html_name] = canonical(value)


def _last_edit(record: models.Model) -> str:
    """Who wrote last, and when: by the ledger, or by the admin's own notes of records that have none."""
    if entry := LedgerEntry.objects.of(record).last():
        return f"{entry.actor_name}于 {_time(entry.at)} "
    kind = ContentType.objects.get_for_model(record)
    notes = LogEntry.objects.filter(content_type=kind, object_id=str(record.pk)).select_related("user")
    note = notes.order_by("-action_time").first()
    return f"{note.user}于 {_time(note.action_time)} " if note else "他人"


def _time(at) -> str:
    return f"{timezone.localtime(at):%m月%d日 %H:%M}"
