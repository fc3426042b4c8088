"""Choosing a record of the unit's log, so that its pictures are referred to and not uploaded again."""

from django import forms
from django.db.models import QuerySet

from units.models import Unit
from workspace.forms.keys import key_of
from workspace.models import Activity

SHOWN = 12
"""Records offered at once, the newest first; a search finds the others."""


class ActivityChoice:
    """Mixin of a ModelForm with a field `activity`, first of its bases: `offer` says whose log is chosen from.

    Every record of the unit is valid; shown are the chosen one and the newest that fit the search. One that was
    taken back is not offered, but stays where it was chosen before.
    """

    def offer(self, unit: Unit) -> None:
        self.log = Activity.objects.kept().filter(unit=unit)
        stored = Activity.objects.filter(unit=unit, pk=self.instance.activity_id)
        old = self.fields["activity"]
        self.fields["activity"] = forms.ModelChoiceField(
            queryset=self.log | stored, required=False, label=old.label, help_text=old.help_text, empty_label="不关联",
            widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["activity_search"] = forms.CharField(
            label="按主题查找创建日志", required=False, max_length=60,
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        )  # fmt: skip

    @property
    def is_searching(self) -> bool:
        """Sent by the button 查找: the page comes back with what was typed, and nothing is judged yet."""
        return self.is_bound and "find" in self.data

    @property
    def errors(self):
        return {} if self.is_searching else super().errors

    @property
    def offered(self) -> list[tuple[str, str, bool]]:
        """Value, label and whether it is chosen: none, the chosen record, the newest that fit."""
        chosen = str(self["activity"].value() or "")
        rows = list(self._fitting()[:SHOWN])
        field = self.fields["activity"]
        if chosen not in {str(row.pk) for row in rows} and (key := key_of(chosen)):
            rows = [*field.queryset.filter(pk=key), *rows]
        label = field.label_from_instance
        pairs = [("", "不关联"), *((str(row.pk), label(row)) for row in rows)]
        return [(value, text, value == chosen) for value, text in pairs]

    @property
    def merged_names(self) -> list[str]:
        return [name for name in super().merged_names if name != "activity_search"]

    def _fitting(self) -> QuerySet[Activity]:
        wanted = (self["activity_search"].value() or "").strip()
        return self.log.filter(theme__icontains=wanted) if wanted else self.log
