"""The score sheet as a form, and the reason with which a reviewer steps back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from creation_cycle.models import SelfAssessmentEntry, StandardItem
from creation_cycle.queries.evidence import Record, evidence_of
from creation_cycle.rule_book import plain
from reviews.models import Score, ScoreSheet

REMARK_NEEDS_POINTS = "请先填写得分：评语随得分一起保存。"
REMARK_NEEDS_CHOICE = "请先选择有或无：说明随选择一起保存。"
FOUND_NEEDS_EVIDENCE = "请写明具体情形和依据。"
FOUND = (("no", "无"), ("yes", "有"))


@dataclass(frozen=True)
class Row:
    """One item as the page shows it: its two fields (none for system data) and what the unit says of itself."""

    item: StandardItem
    own: SelfAssessmentEntry | None
    records: Sequence[Record] = ()
    answer: forms.BoundField | None = None
    remark: forms.BoundField | None = None


class ScoreSheetForm(forms.Form):
    """Points and a remark for every item that people score; an empty score means not yet scored.

    Of 一票否决 the question is whether it was found, and then the remark has to hold the evidence.

    What is valid can be kept although something else is not: `points` and `remarks` hold the items without
    errors, so that one slip of the thumb does not cost the other six scores.
    """

    comment = forms.CharField(
        label="总体意见", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, sheet: ScoreSheet, **kwargs):
        self.all_items = list(sheet.standard.items.for_scoring())
        self.items = [item for item in self.all_items if not item.is_auto]
        self._own = _entries(sheet)
        self._records = evidence_of(self._own.values(), sheet.assignment.candidacy.unit)
        super().__init__(*args, initial=_initial(sheet), **kwargs)
        for item in self.items:
            self.fields[_answer(item)] = _found_field(item) if item.is_veto else _points_field(item)
            self.fields[_remark(item)] = _remark_field(item)

    def clean(self):
        for item in self.items:
            remark, answer = self.cleaned_data.get(_remark(item)), self.cleaned_data.get(_answer(item))
            if remark and answer in (None, "") and not self.has_error(_answer(item)):
                self.add_error(_answer(item), REMARK_NEEDS_CHOICE if item.is_veto else REMARK_NEEDS_POINTS)
            if answer == "yes" and not remark and not self.has_error(_remark(item)):
                self.add_error(_remark(item), FOUND_NEEDS_EVIDENCE)
        return self.cleaned_data

    @property
    def points(self) -> dict[int, Decimal | None]:
        """Points by the item's primary key; None clears it. A veto that was answered has 0."""
        return {item.pk: self._points_of(item) for item in self._valid_items()}

    @property
    def found(self) -> dict[int, bool]:
        """By the primary key of the items of 一票否决 that were answered: whether it was found."""
        answers = {item.pk: self.cleaned_data[_answer(item)] for item in self._valid_items() if item.is_veto}
        return {key: answer == "yes" for key, answer in answers.items() if answer}

    @property
    def remarks(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[_remark(item)] for item in self._valid_items()}

    def kept_comment(self, before: str) -> str:
        """The overall comment, or what it was `before` when the new one cannot be kept."""
        return self.cleaned_data.get("comment", before)

    def rows(self) -> Iterator[Row]:
        for item in self.all_items:
            own = self._own.get(item.pk)
            told = (item, own, self._records[own.pk] if own else ())
            yield Row(*told) if item.is_auto else Row(*told, self[_answer(item)], self[_remark(item)])

    def _points_of(self, item: StandardItem) -> Decimal | None:
        answer = self.cleaned_data[_answer(item)]
        if item.is_veto:
            return Decimal(0) if answer else None
        return answer

    def _valid_items(self) -> list[StandardItem]:
        return [i for i in self.items if not self.has_error(_answer(i)) and not self.has_error(_remark(i))]


class RecusalForm(forms.Form):
    """回避 with its reason; the organizer reads it."""

    note = forms.CharField(
        label="回避理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：与该集体属同一单位。",
    )


def _entries(sheet: ScoreSheet) -> dict[int, SelfAssessmentEntry]:
    """What the unit says of itself, in the version that it applied with."""
    version = sheet.assignment.candidacy.judged_self_assessment
    return {entry.item_id: entry for entry in version.entries.for_scoring()} if version else {}


def _answer(item: StandardItem) -> str:
    return f"{'found' if item.is_veto else 'points'}-{item.pk}"


def _remark(item: StandardItem) -> str:
    return f"remark-{item.pk}"


def _initial(sheet: ScoreSheet) -> dict:
    scores: list[Score] = list(sheet.scores.all())
    points = {f"points-{score.item_id}": plain(score.points) for score in scores if score.found is None}
    found = {f"found-{s.item_id}": "yes" if s.found else "no" for s in scores if s.found is not None}
    remarks = {f"remark-{score.item_id}": score.remark for score in scores}
    return {**points, **found, **remarks, "comment": sheet.comment}


def _points_field(item: StandardItem) -> forms.DecimalField:
    most = plain(item.most)
    wrong = f"请填写 0 到 {most} 之间的分数，最多两位小数。"
    codes = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=item.name, required=False, min_value=0, max_value=Decimal(most), max_digits=5, decimal_places=2,
        widget=forms.NumberInput(
            attrs={"class": "form-control", "step": "0.5", "inputmode": "decimal"}
        ),
        error_messages=dict.fromkeys(codes, wrong),
    )  # fmt: skip


def _found_field(item: StandardItem) -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "form-check-input"})
    return forms.ChoiceField(label=item.name, required=False, choices=FOUND, widget=widget)


def _remark_field(item: StandardItem) -> forms.CharField:
    """Of a veto with a blank as placeholder: scoring.css sees by it whether something is written."""
    placeholder = {"placeholder": " "} if item.is_veto else {}
    return forms.CharField(
        label="情形和依据（选“有”时填写）" if item.is_veto else "评语（选填）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", **placeholder}),
    )
