"""自查自评: a card for each item of the pinned standard, answered by the item's kind (domain.md §5.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.functional import cached_property

from core.forms import MergingForm
from core.merge import Merged, Seen
from core.validators import validate_plain_paragraphs
from creation_cycle.models import SelfAssessment, SelfAssessmentEntry
from creation_cycle.models.self_assessment_entry import rule_field
from creation_cycle.queries.evidence import Record, Shelf, record_keys
from creation_cycle.queries.self_assessments import Progress, entries_of, progress_of
from creation_cycle.rule_book import plain
from creation_cycle.scoring import RuleSpec

SUGGESTED = 5
"""So many records are offered on the card itself; the picker has all of them."""
WRONG_NUMBER = (
    "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits",
)  # fmt: skip


def _area(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        validators=[validate_plain_paragraphs],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class RuleField:
    """How often one scoring rule counts, as the card shows it."""

    bound: forms.BoundField
    spec: RuleSpec
    is_deduction: bool

    @property
    def words(self) -> str:
        sign = "−" if self.is_deduction and not self.spec.is_bonus else "+"
        times = f"，最多 {self.spec.max_times} 次" if self.spec.max_times > 1 else ""
        return f"每次 {sign}{plain(self.spec.points)} 分{times}"


class ItemForm(MergingForm, forms.Form):
    """One item. Two people may answer different items, or fields of one, at the same time."""

    records = forms.MultipleChoiceField(
        label="从已有记录中选取依据",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "所选记录已撤下或不属于本集体，请重新选择。"},
    )
    evidence = _area("依据说明")
    problem = _area("存在问题")
    measure = _area("整改措施")
    measure_due = forms.DateField(
        label="整改时限", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, data=None, *, entry: SelfAssessmentEntry, held: set[str], shelf: Shelf):
        self.instance, self.item, self.spec = entry, entry.item, entry.item.spec
        initial = {**entry.fields, "records": sorted(held)}
        if initial.get("points") is not None:
            initial["points"] = plain(entry.points)
        super().__init__(data, prefix=f"item-{entry.item_id}", initial=initial)
        self.fields = {**self._answer_fields(), **self.fields}
        self.offered = self._offer(held, shelf)
        self.fields["records"].choices = [(record.key, str(record)) for record in self.offered]

    def _offer(self, held: set[str], shelf: Shelf) -> list[Record]:
        """What is chosen or posted first, then what fits."""
        posted = set(self.data.getlist(self.add_prefix("records"))) if self.is_bound else set()
        chosen = shelf.get(held | posted)
        free = shelf.suggestions(self.item, taken={record.key for record in chosen}, most=SUGGESTED)
        return [*chosen, *free]

    def _answer_fields(self) -> dict[str, forms.Field]:
        if self.item.is_auto:
            return {}
        if self.item.is_veto:
            return {"found": _found_field(self.item.name)}
        if self.item.is_scored_by_rules:
            rules = {rule_field(rule.key): _times_field(rule) for rule in self.spec.rules}
            return {**rules, "checked": _checked_field()}
        return {"points": _points_field(self.item.most)}

    @property
    def measured(self) -> str:
        """The arithmetic of an item of system data, as of the last save."""
        return self.instance.measured

    @property
    def rules(self) -> list[RuleField]:
        deducts = self.spec.kind == "deduct"
        return [RuleField(self[rule_field(rule.key)], rule, deducts) for rule in self.spec.rules]

    @property
    def number_fields(self) -> list[forms.BoundField]:
        """Those beside which an autosave says what is wrong."""
        return [self[name] for name in self.fields if name == "points" or name.startswith("rule-")]

    @property
    def has_evidence(self) -> bool:
        return self._says_something("records", "evidence")

    @property
    def has_problem(self) -> bool:
        return self._says_something("problem", "measure", "measure_due")

    def _says_something(self, *names: str) -> bool:
        """Whether these fields are worth unfolding."""
        return any(self[name].value() or self[name].errors or name in self.conflicts for name in names)

    def clean(self):
        super().clean()
        for name in self.fields:
            if name.startswith("rule-") and name not in self.errors:
                self.cleaned_data[name] = self.cleaned_data[name] or 0


def _points_field(most) -> forms.DecimalField:
    wrong = f"请填写 0 到 {plain(most)} 之间的分数，最多两位小数。"
    return forms.DecimalField(
        label="自评分",
        required=False,
        min_value=0,
        max_value=Decimal(plain(most)),
        max_digits=6,
        decimal_places=2,
        error_messages=dict.fromkeys(WRONG_NUMBER, wrong),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
    )


def _times_field(rule: RuleSpec) -> forms.IntegerField:
    return forms.IntegerField(
        label=rule.text,
        required=False,
        min_value=0,
        max_value=rule.max_times,
        error_messages=dict.fromkeys(WRONG_NUMBER, f"请填写 0 到 {rule.max_times} 之间的整数。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
    )


def _checked_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="已逐条核对", required=False, help_text="没有任何一条适用时，也请勾选此项。"
    )


def _found_field(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=f"是否存在“{name}”的情形",
        required=False,
        choices=[("False", "无"), ("True", "有")],
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class SelfAssessmentForm:
    """All cards as one form: valid fields are kept even while others are refused."""

    def __init__(self, version: SelfAssessment, data=None):
        self.version = version
        entries = entries_of(version)
        held = record_keys(entries)
        posted = {key for name in data or () if name.endswith("-records") for key in data.getlist(name)}
        shelf = Shelf(version.candidacy.unit, {key for keys in held.values() for key in keys} | posted)
        self.items = [ItemForm(data, entry=entry, held=held[entry.pk], shelf=shelf) for entry in entries]

    def is_valid(self) -> bool:
        errors = [form.errors for form in self.items]  # asks every card, not only up to the first error
        return not any(errors)

    @property
    def has_conflicts(self) -> bool:
        return any(form.conflicts for form in self.items)

    @property
    def answers(self) -> dict[int, dict]:
        """What may be saved, by the key of the item."""
        return {form.item.pk: form.given for form in self.items}

    def seen(self, *, choosing: bool) -> dict[int, Seen | None]:
        """What the page had shown; with `choosing`, choices between two versions count."""
        return {form.item.pk: form.seen if choosing else form.seen_before_choosing for form in self.items}

    def take(self, merged: Mapping[int, Merged]) -> None:
        for form in self.items:
            form.take(merged[form.item.pk])

    def refresh(self) -> None:
        """What is stored by now: progress and system data are shown from it."""
        stored = {entry.item_id: entry for entry in entries_of(self.version)}
        for form in self.items:
            form.instance = stored[form.item.pk]
        self.__dict__.pop("progress", None)

    @property
    def missing(self) -> list[ItemForm]:
        """Cards of items that are not done yet, as stored."""
        return [form for form in self.items if not form.instance.is_done]

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.version.candidacy, [form.instance for form in self.items])
