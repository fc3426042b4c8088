"""The score sheet as a form, and the reason with which a reviewer steps back."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from creation_cycle.models import SelfAssessmentEntry, StandardItem
from reviews.models import Score, ScoreSheet

REMARK_NEEDS_POINTS = "请先填写得分：评语随得分一起保存。"


@dataclass(frozen=True)
class Row:
    """One item as the page shows it: its two fields and what the unit says of itself."""

    item: StandardItem
    points: forms.BoundField
    remark: forms.BoundField
    own: SelfAssessmentEntry | None


class ScoreSheetForm(forms.Form):
    """Points and a remark for every item of the pinned standard; an empty score means not yet scored.

    What is valid can be kept although something else is not: `points` and `remarks` hold the items without
    errors, so that one slip of the thumb does not cost the other six scores.
    """

    comment = forms.CharField(
        label="总体意见", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, sheet: ScoreSheet, **kwargs):
        self.items = list(sheet.standard.items.all())
        self._own = {entry.item_id: entry for entry in sheet.assignment.candidacy.self_assessment.all()}
        super().__init__(*args, initial=_initial(sheet), **kwargs)
        for item in self.items:
            self.fields[_points(item)] = _points_field(item)
            self.fields[_remark(item)] = _remark_field()

    def clean(self):
        for item in self.items:
            remark, points = self.cleaned_data.get(_remark(item)), self.cleaned_data.get(_points(item))
            if remark and points is None and not self.has_error(_points(item)):
                self.add_error(_points(item), REMARK_NEEDS_POINTS)
        return self.cleaned_data

    @property
    def points(self) -> dict[int, Decimal | None]:
        """Points by the item's primary key; None clears it."""
        return {item.pk: self.cleaned_data[_points(item)] for item in self._valid_items()}

    @property
    def remarks(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[_remark(item)] for item in self._valid_items()}

    def kept_comment(self, before: str) -> str:
        """The overall comment, or what it was `before` when the new one cannot be kept."""
        return self.cleaned_data.get("comment", before)

    def rows(self) -> Iterator[Row]:
        for item in self.items:
            yield Row(item, self[_points(item)], self[_remark(item)], self._own.get(item.pk))

    def _valid_items(self) -> list[StandardItem]:
        return [i for i in self.items if not self.has_error(_points(i)) and not self.has_error(_remark(i))]


class RecusalForm(forms.Form):
    """回避 with its reason; the organizer reads it."""

    note = forms.CharField(
        label="回避理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：与该集体属同一单位。",
    )


def _points(item: StandardItem) -> str:
    return f"points-{item.pk}"


def _remark(item: StandardItem) -> str:
    return f"remark-{item.pk}"


def _initial(sheet: ScoreSheet) -> dict:
    scores: list[Score] = list(sheet.scores.all())
    points = {f"points-{score.item_id}": f"{score.points.normalize():f}" for score in scores}
    remarks = {f"remark-{score.item_id}": score.remark for score in scores}
    return {**points, **remarks, "comment": sheet.comment}


def _points_field(item: StandardItem) -> forms.DecimalField:
    most = f"{item.points.normalize():f}"
    wrong = f"请填写 0 到 {most} 之间的分数，最多两位小数。"
    codes = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=item.name, required=False, min_value=0, max_value=Decimal(most), max_digits=5, decimal_places=2,
        widget=forms.NumberInput(
            attrs={"class": "form-control", "step": "0.5", "inputmode": "decimal"}
        ),
        error_messages=dict.fromkeys(codes, wrong),
    )  # fmt: skip


def _remark_field() -> forms.CharField:
    return forms.CharField(
        label="评语（选填）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
