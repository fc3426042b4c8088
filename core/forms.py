"""Forms that two people may have open at once: each carries what it showed; see `core.merge`."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import ErrorDict, flatatt
from django.utils.html import format_html

from core.listing import choice_labels
from core.merge import MINE, THEIRS, Conflict, Merged, Seen, digests
from core.services.edits import place_of

BASE = "base"


class SeenInput(forms.HiddenInput):
    """Wrapped, so that an autosave can put a fresh one in its place (htmx swaps the wrapper out of band)."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = dict(attrs or {})
        wrapper = {"id": f"{attrs.pop('id', name)}-seen", "hx-swap-oob": attrs.pop("hx-swap-oob", None)}
        field = super().render(name, value, attrs, renderer)
        return format_html("<span{}>{}</span>", flatatt(wrapper), field)


class SeenField(forms.Field):
    """Digests by field, `plan:9c1f… sign:04ab…`; whatever comes back instead is no error, only unknown."""

    widget = SeenInput
    refreshed: str | None = None

    def __init__(self):
        super().__init__(required=False)

    def bound_data(self, data, initial):
        return data if self.refreshed is None else self.refreshed

    @staticmethod
    def pack(values: Mapping[str, str]) -> str:
        return " ".join(f"{name}:{value}" for name, value in values.items())

    @staticmethod
    def unpack(text: str) -> dict[str, str]:
        return dict(pair.split(":", 1) for pair in text.split() if ":" in pair)


class MergingForm:
    """Mixin, first in the list of bases of a Form or ModelForm of an existing record.

    Adds the hidden field `base`; a new record has none. A view calls the service with `seen` and `given`, and
    hands its answer to `take`. What is posted without a base is written as it is (nobody saw a page).
    """

    merge_words = "您和他人都修改了"
    """How a conflict is told above its two versions."""
    merge_part = ""
    """Names one of several forms of the same record, e.g. `item-7.`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts: dict[str, Conflict] = {}
        self.kept: frozenset[str] = frozenset()
        if self.merges:
            self.fields[BASE] = SeenField()

    @property
    def merge_record(self) -> models.Model | None:
        """The record whose place the digests belong to; the service merges into the same."""
        return getattr(self, "instance", None)

    @property
    def merges(self) -> bool:
        return self.merge_record is not None and self.merge_record.pk is not None

    @property
    def merged_names(self) -> list[str]:
        """Fields that take part: files do not, nor what the person cannot change here."""
        return [
            name
            for name, field in self.fields.items()
            if name != BASE and not field.disabled and not isinstance(field, forms.FileField)
        ]

    def shown_values(self) -> dict[str, Any]:
        """What the page shows of the stored record; has the keys of `given`."""
        return {name: self.get_initial_for_field(self.fields[name], name) for name in self.merged_names}

    @property
    def given(self) -> dict[str, Any]:
        """What was typed and is valid, for the service."""
        return {name: self.cleaned_data[name] for name in self.merged_names if name in self.cleaned_data}

    @property
    def seen(self) -> Seen | None:
        """What this person had before their eyes, choices between two versions included."""
        posted = self._posted(BASE) if self.merges else None
        if posted is None:
            return None
        known = SeenField.unpack(posted)
        choices = {name: self._posted(f"choice-{name}") for name in known}
        for name, choice in choices.items():
            if choice == MINE:
                known[name] = self._posted(f"theirs-{name}") or known[name]
        yielded = frozenset(name for name, choice in choices.items() if choice == THEIRS)
        return Seen(known, yielded)

    @property
    def seen_before_choosing(self) -> Seen | None:
        """As `seen`, while a choice may still be changed: autosaves do not act on it."""
        posted = self._posted(BASE) if self.merges else None
        return None if posted is None else Seen(SeenField.unpack(posted))

    def take(self, merged: Merged) -> Merged:
        """Go on from what the service answered: its conflicts are shown, what it stored counts as seen."""
        self.conflicts, self.kept = dict(merged.conflicts), merged.kept
        if self.merges:
            known = SeenField.unpack(self._posted(BASE) or "")
            self.fields[BASE].refreshed = SeenField.pack(
                {**known, **digests(merged.stored, place=self._place)}
            )
        return merged

    @property
    def choices_to_swap(self) -> list[str]:
        """Fields whose choice on the page is not the one that it should offer by now: new, other, or settled."""
        wanted = {name: conflict.theirs_digest for name, conflict in self.conflicts.items()}
        return [name for name in self.merged_names if self._posted(f"theirs-{name}") != wanted.get(name)]

    def get_initial_for_field(self, field, field_name):
        if field_name == BASE:
            return SeenField.pack(digests(self.shown_values(), place=self._place))
        return super().get_initial_for_field(field, field_name)

    def words_for(self, name: str, value) -> str:
        return words_for(self.fields[name], value)

    @property
    def _place(self) -> str:
        return place_of(self.merge_record, self.merge_part)

    def _posted(self, name: str) -> str | None:
        return self.data.get(self.add_prefix(name)) if self.is_bound else None


def unjudged(form: forms.BaseForm) -> forms.BaseForm:
    """A bound form that shows what is filled in without a word on what is missing: somebody is still writing."""
    form._errors, form.cleaned_data = ErrorDict(renderer=form.renderer), {}
    return form


def words_for(field: forms.Field, value) -> str:
    """A value as a page says it: the words of a choice, the name of a row, the text itself."""
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset.filter(pk__in=_keys(value))
        return "、".join(field.label_from_instance(row) for row in rows)
    if isinstance(field, forms.BooleanField):
        return "是" if value else "否"
    if isinstance(field, forms.ChoiceField):
        words = choice_labels(field.choices)
        values = value if isinstance(value, list | tuple | set) else [value]
        return "、".join(words.get(str(one), str(one)) for one in values if one not in (None, ""))
    shown = field.prepare_value(getattr(value, "pk", value))
    return "" if shown is None else str(shown)


def _keys(value) -> list:
    """Primary keys of a row, a key, a queryset or a many-to-many manager."""
    if value in (None, ""):
        return []
    rows = value.all() if hasattr(value, "all") else value
    rows = rows if hasattr(rows, "__iter__") else [rows]
    return [getattr(row, "pk", row) for row in rows]
