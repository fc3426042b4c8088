"""The score sheet as a form, and the reasons that people give with a step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property

from core.forms import MergingForm
from creation_cycle.models import StandardItem
from creation_cycle.rule_book import plain
from creation_cycle.scoring import RuleSpec
from reviews.answers import RefusedAnswer, answer_of, rule_words, scores_by_marks, settled
from reviews.models import Score, ScorePhoto, ScoreSheet
from reviews.queries.dossiers import Reading
from reviews.services.sheets import Kept
from reviews.sheet_fields import (
    COMMENT,
    FOUND,
    answer_from,
    fields_of,
    name_of,
    names_of,
    remark_name,
    rule_name,
)

WRONG_NUMBER = (
    "invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits",
)  # fmt: skip


def comment_field() -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label="总体意见", required=False, max_length=2000, widget=widget)


@dataclass(frozen=True)
class RuleRow:
    """One scoring rule with its box or counter."""

    bound: forms.BoundField
    spec: RuleSpec
    words: str


@dataclass(frozen=True)
class Row:
    """One item as the page shows it: its fields (none for system data) and what the unit says of itself.

    `answer` is the field of the score itself; for items scored by rules the box “已逐条核对”.
    """

    item: StandardItem
    own: Mapping | None
    answer: forms.BoundField | None = None
    remark: forms.BoundField | None = None
    rules: list[RuleRow] = field(default_factory=list)
    points: Decimal | None = None
    photos: Sequence[ScorePhoto] = ()
    version: int = 0

    @property
    def is_scored_by_marks(self) -> bool:
        return bool(self.rules)


class ScoreSheetForm(MergingForm, forms.Form):
    """Every item that people score, by its kind; an item without an answer means not yet scored.

    What is valid can be kept although something else is not: `given` holds the fields without errors, so that one
    slip of the thumb does not cost the other scores. A second device's changes are merged, not overwritten.
    """

    merge_words = "您在另一台设备上也修改了"
    _agreed: Mapping[str, Any] | None = None
    comment = comment_field()

    def __init__(self, data=None, *, sheet: ScoreSheet):
        self.instance = sheet
        self.all_items = list(sheet.standard.items.for_scoring())
        self.items = [item for item in self.all_items if not item.is_auto]
        super().__init__(data, initial=self._initial())
        for item in self.items:
            self.fields |= fields_for(item)

    @cached_property
    def scores(self) -> dict[int, Score]:
        """What is stored, by item."""
        return {score.item_id: score for score in self.instance.scores.all()}

    @cached_property
    def photos(self) -> Mapping[int, list[ScorePhoto]]:
        """Pictures taken on site, by item."""
        found = defaultdict(list)
        for photo in self.instance.photos.all():
            found[photo.item_id].append(photo)
        return found

    def clean(self):
        for name, value in self.cleaned_data.items():
            if name.startswith("rule-") and value is None:
                self.cleaned_data[name] = 0
        for item in self.items:
            if all(name in self.cleaned_data for name in names_of(item)):
                self._check(item)
        return self.cleaned_data

    def take_kept(self, kept: Kept) -> None:
        """Go on from what the service answered."""
        self.take(kept.merged)
        self._agreed = kept.merged.stored
        for name in ("scores", "held"):
            self.__dict__.pop(name, None)
        items = {item.pk: item for item in self.items}
        for key, wrong in kept.refused.items():
            self._tell(items[key], wrong)

    @cached_property
    def held(self) -> dict[int | str, int | str]:
        """What of the stored sheet is before the reviewer's eyes: what is queued on a phone is based on it.

        Versions by item (0: none), and the comment itself. Of a posted page only what it agrees on with the sheet.
        """
        shown = self._shown
        found = {item.pk: self._version(item) for item in self.items if shown.keys() >= set(names_of(item))}
        return found | {name: value for name, value in shown.items() if name == COMMENT}

    @property
    def _shown(self) -> Mapping[str, Any]:
        if self._agreed is not None:
            return self._agreed
        return {} if self.is_bound else self.initial

    def _version(self, item: StandardItem) -> int:
        return self.scores[item.pk].version if item.pk in self.scores else 0

    def rows(self, reading: Reading) -> Iterator[Row]:
        for item in self.all_items:
            own = reading.entry(item.pk)
            yield Row(item, own) if item.is_auto else self._row(item, own)

    def rows_by_marks(self) -> list[Row]:
        """Rows whose points follow from rules: an autosave shows them anew."""
        return [self._row(item, None) for item in self.items if scores_by_marks(item)]

    def _row(self, item: StandardItem, own: Mapping | None) -> Row:
        score = self.scores.get(item.pk)
        rules = [
            RuleRow(self[rule_name(rule.pk)], rule.spec, rule_words(rule.spec, item))
            for rule in (item.rules.all() if scores_by_marks(item) else ())
        ]
        answer, remark = self[name_of(item)], self[remark_name(item)]
        points, photos = score.points if score else None, self.photos[item.pk]
        return Row(item, own, answer, remark, rules, points, photos, self.held.get(item.pk, 0))

    def _initial(self) -> dict:
        stored = {"comment": self.instance.comment}
        for item in self.items:
            score = self.scores.get(item.pk)
            stored |= fields_of(item, answer_of(score, item) if score else None)
        return {name: plain(value) if isinstance(value, Decimal) else value for name, value in stored.items()}

    def _check(self, item: StandardItem) -> None:
        try:
            settled(item, answer_from(item, self.cleaned_data))
        except RefusedAnswer as wrong:
            self._tell(item, wrong)

    def _tell(self, item: StandardItem, wrong: RefusedAnswer) -> None:
        place = remark_name(item) if wrong.in_remark else name_of(item)
        self.add_error(rule_name(wrong.rule) if wrong.rule else place, wrong.sentence)


class ReasonForm(forms.Form):
    """A step of a lead with its reason; the reviewer reads it, the ledger keeps it."""

    note = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SpreadForm(forms.Form):
    """What the lead found out about sheets that lie far apart."""

    note = forms.CharField(
        label="核对意见",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：与两位评审人员核对，分歧在哪些项目，依据是什么。结束考核后不能再改，随结果一并导出。",
    )


class VetoDecisionForm(forms.Form):
    """What the second person found out about a mark of 一票否决."""

    verdict = forms.ChoiceField(
        label="核实结论",
        choices=(("confirm", "确认否决"), ("dismiss", "不成立")),
        widget=forms.RadioSelect,
        help_text="确认后，该集体本轮按未达标处理；不成立的，只按得分。",
    )
    note = forms.CharField(
        label="核实意见",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明核实的经过和依据。",
    )


def fields_for(item: StandardItem) -> dict[str, forms.Field]:
    """The fields of one item by their names (`reviews.sheet_fields`)."""
    remark = {remark_name(item): _remark_field(item)}
    if item.is_veto:
        return {name_of(item): _found_field(item), **remark}
    if not scores_by_marks(item):
        return {name_of(item): _points_field(item), **remark}
    rules = {rule_name(rule.pk): _rule_field(rule.spec) for rule in item.rules.all()}
    box = forms.CheckboxInput(attrs={"class": "form-check-input"})
    checked = forms.BooleanField(label=item.name, required=False, widget=box)
    return {**rules, name_of(item): checked, **remark}


def _points_field(item: StandardItem) -> forms.DecimalField:
    """The range is the item's to say: see `reviews.answers`."""
    most = plain(item.most)
    wrong = f"请填写 0 到 {most} 之间的分数，最多两位小数。"
    attrs = {"class": "form-control", "min": 0, "max": most, "step": plain(item.step), "inputmode": "decimal"}
    return forms.DecimalField(
        label=item.name, required=False, max_digits=12,
        widget=forms.NumberInput(attrs=attrs), error_messages=dict.fromkeys(WRONG_NUMBER, wrong),
    )  # fmt: skip


def _rule_field(rule: RuleSpec) -> forms.Field:
    if rule.max_times == 1:
        box = forms.CheckboxInput(attrs={"class": "form-check-input"})
        return forms.BooleanField(label=rule.text, required=False, widget=box)
    return forms.IntegerField(
        label=rule.text, required=False, min_value=0, max_value=rule.max_times,
        error_messages=dict.fromkeys(WRONG_NUMBER, f"请填写 0 到 {rule.max_times} 之间的整数。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
    )  # fmt: skip


def _found_field(item: StandardItem) -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "form-check-input"})
    return forms.ChoiceField(label=item.name, required=False, choices=FOUND, widget=widget)


def _remark_field(item: StandardItem) -> forms.CharField:
    """Of a veto with a blank as placeholder: scoring.css sees by it whether something is written."""
    placeholder = {"placeholder": " "} if item.is_veto else {}
    label = "评语（选填）"
    if item.is_veto:
        label = "情形和依据（选“有”时填写）"
    elif item.kind == "deduct" and not scores_by_marks(item):
        label = "评语（低于满分时写明扣分理由）"
    return forms.CharField(
        label=label,
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", **placeholder}),
    )
