"""Picking evidence from the unit's own records: what to look for, and which ticks a page had and has."""

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
    """`was` are the records that the page had ticked, `chosen` those ticked now; only what differs is changed.

    What somebody took back while the page was open, or what never was the unit's own, is left out: `is_cut` says
    that a newly ticked one was among it.
    """

    was = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    chosen = forms.MultipleChoiceField(label="选用的记录", required=False)

    def __init__(self, data, *, unit: Unit):
        was, chosen = data.getlist("was"), data.getlist("chosen")
        own = own_records(unit, {*was, *chosen})
        self.is_cut = any(key not in own and key not in was for key in chosen)
        super().__init__(
            {"was": [key for key in was if key in own], "chosen": [k for k in chosen if k in own]}
        )
        for name in ("was", "chosen"):
            self.fields[name].choices = [(key, str(record)) for key, record in own.items()]
