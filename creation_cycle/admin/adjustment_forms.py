"""Proposing an adjustment by hand: what it rests on is chosen among records that were verified."""

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import User
from creation_cycle import adjustment_bases, guards
from creation_cycle.enums import AdjustmentBasis
from creation_cycle.guards.adjustment import HELD
from creation_cycle.models import Adjustment, Title
from creation_cycle.services import adjustments


class AdjustmentForm(forms.ModelForm):
    """What is said about a proposal; that somebody is tied to the unit is said at the title."""

    proposer: User

    def clean_title(self):
        title = self.cleaned_data["title"]
        found = [finding.text for finding in adjustments.refusals(title, by=self.proposer)]
        if title.state not in HELD:
            found.append(f"称号{title.get_state_display()}，不能再作调整")
        if found:
            raise forms.ValidationError(found)
        return title

    def clean_facts(self):
        return self._given("facts", "请写明事实：时间、地点、查到了什么。")

    def clean_clause(self):
        return self._given("clause", "请写明依据的条款。")

    def _given(self, name: str, words: str) -> str:
        if not self.cleaned_data[name].strip():
            raise forms.ValidationError(words)
        return self.cleaned_data[name]


class HandForm(AdjustmentForm):
    """A new proposal. Which records can found it is known once the title is: from the address or from what was sent."""

    ground = forms.ChoiceField(
        label="作为依据的记录",
        required=False,
        widget=UnfoldAdminSelectWidget(),
        help_text="依据为投诉、明察暗访或整改情况时必选。只列出这个集体经核实的记录；先选称号，保存时会列出。",
    )

    class Meta:
        model = Adjustment
        fields = ["title", "kind", "basis", "facts", "clause", "publicise"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        title = self._title_asked_for()
        offered = adjustment_bases.grounds(title.unit, self.proposer) if title else {}
        self._keys = {basis: {ground.key for ground in grounds} for basis, grounds in offered.items()}
        named = [(b.label, [(g.key, g.label) for g in grounds]) for b, grounds in offered.items() if grounds]
        self.fields["ground"].choices = [("", "不选"), *named]

    def _title_asked_for(self) -> Title | None:
        asked = self.data.get(self.add_prefix("title")) if self.is_bound else self.initial.get("title")
        if not str(asked or "").isdecimal():
            return None
        return self.fields["title"].queryset.select_related("unit").filter(pk=int(asked)).first()

    def clean_kind(self):
        """What could never be decided is said before it is proposed."""
        title, kind = self.cleaned_data.get("title"), self.cleaned_data["kind"]
        if title is None:
            return kind
        proposal = Adjustment(title=title, kind=kind, committee=title.deciding_committee)
        if wrong := [finding.text for finding in guards.measure_fits_title(proposal) if finding.blocks]:
            raise forms.ValidationError(wrong)
        return kind

    def clean(self):
        """A basis that is a record needs one of its own; once per measure."""
        said = super().clean()
        title, basis, key = said.get("title"), said.get("basis"), said.get("ground", "")
        if title and basis and "ground" not in self.errors:
            if problem := self._problem(title, AdjustmentBasis(basis), said.get("kind"), key):
                self.add_error("ground", problem)
            self.instance.basis_key = key
        return said

    def _problem(self, title: Title, basis: AdjustmentBasis, kind: str | None, key: str) -> str:
        offered = self._keys.get(basis, set())
        if basis in adjustment_bases.NEEDS_ANSWER and not offered:
            return f"这个集体没有可以作为依据的“{basis.label}”记录，请先核实，或者改选依据来源。"
        if basis in adjustment_bases.NEEDS_ANSWER and key not in offered:
            return f"请选择作为依据的记录：来源是“{basis.label}”。"
        if basis not in adjustment_bases.NEEDS_ANSWER and key:
            return f"所选记录不属于“{basis.label}”，请改选依据来源，或者不选记录。"
        if key and title.adjustments.filter(kind=kind, basis=basis, basis_key=key).exists():
            return "已经根据这一记录提出过同样的调整。"
        return ""
