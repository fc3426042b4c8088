"""Picking evidence from the unit's own records: what to look for, and which ticks a page had."""

from django import forms

from creation_cycle.queries.evidence import SOURCES, own_records
from units.models import Unit

KINDS = [(source.relation, source.label) for source in SOURCES.values()]


class EvidenceSearch(forms.Form):
    """Whatever does not make sense in an address is taken for not given."""

    kind = forms.ChoiceField(label="记录类型", choices=KINDS, required=False)
    q = forms.CharField(label="搜索记录", max_length=60, required=False)

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {
            "relation": self.cleaned_data.get("kind") or KINDS[0][0],
            "q": self.cleaned_data.get("q", ""),
        }


class EvidenceForm(forms.Form):
    """`shown` are all records of the page, `chosen` the ticked ones; only the unit's own count."""

    shown = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    chosen = forms.MultipleChoiceField(label="选用的记录", required=False)

    def __init__(self, data, *, unit: Unit):
        super().__init__(data)
        own = own_records(unit, {*data.getlist("shown"), *data.getlist("chosen")})
        for name in ("shown", "chosen"):
            self.fields[name].choices = [(key, str(record)) for key, record in own.items()]
