"""What officers fill in of a selection and its letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from core.forms import MergingForm
from core.validators import validate_plain_paragraphs
from reviews.enums import TieRule, Verdict
from reviews.models import FeedbackLetter, Selection
from reviews.queries.selection import Row
from reviews.services.selections import FIELDS, field_name, refusals

VERDICTS = [("", "未拟定"), *Verdict.choices]
MOST_VOTES = 999


@dataclass(frozen=True)
class DecisionRow:
    """One unit with its fields; none where the reader has to step aside (`own` says why)."""

    row: Row
    own: str
    verdict: forms.BoundField | None = None
    reason: forms.BoundField | None = None
    votes_for: forms.BoundField | None = None
    votes_against: forms.BoundField | None = None


class DecisionsForm(MergingForm, forms.Form):
    """The decisions of some rows of the list, and the minutes of the vote."""

    merge_words = "您和其他经办人都修改了"
    minutes = forms.CharField(
        label="表决会议纪要", required=False, max_length=120, help_text="登记表决票数时填写纪要的名称或文号。"
    )

    def __init__(self, data=None, *, selection: Selection, rows: Sequence[Row], own: Mapping[int, str]):
        self.instance, self.listed, self.own = selection, list(rows), own
        self.offered = [row for row in self.listed if row.candidacy.pk not in own]
        initial = {"minutes": selection.minutes} | {
            field_name(row.candidacy.pk, name): getattr(row.decision, name)
            for row in self.offered
            for name in FIELDS
        }
        super().__init__(data, initial=initial)
        for row in self.offered:
            self.fields |= _fields_of(row)

    def clean(self):
        """Votes are counted for both sides or not at all."""
        values = super().clean()
        for row in self.offered:
            names = [field_name(row.candidacy.pk, name) for name in ("votes_for", "votes_against")]
            given = [values.get(name) for name in names]
            if (given[0] is None) != (given[1] is None) and not any(name in self.errors for name in names):
                self.add_error(names[given[0] is not None], "赞成票和反对票须一并填写。")
        return values

    @property
    def rows(self) -> Iterator[DecisionRow]:
        for row in self.listed:
            pk = row.candidacy.pk
            if pk in self.own:
                yield DecisionRow(row, self.own[pk])
            else:
                yield DecisionRow(row, "", *(self[field_name(pk, name)] for name in FIELDS))


def _fields_of(row: Row) -> dict[str, forms.Field]:
    """Labels name the unit: a screen reader meets each field out of its row."""
    pk, unit = row.candidacy.pk, row.unit.name
    votes = {"required": False, "min_value": 0, "max_value": MOST_VOTES}
    return {
        field_name(pk, "verdict"): forms.ChoiceField(label=f"{unit}的结论", choices=VERDICTS, required=False),
        field_name(pk, "reason"): forms.CharField(
            label=f"{unit}的理由", required=False, max_length=500, validators=[validate_plain_paragraphs],
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        field_name(pk, "votes_for"): forms.IntegerField(label=f"{unit}的赞成票", **votes),
        field_name(pk, "votes_against"): forms.IntegerField(label=f"{unit}的反对票", **votes),
    }  # fmt: skip


class PublishForm(forms.Form):
    """Carries which preview was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class LetterForm(MergingForm, forms.ModelForm):
    class Meta:
        model = FeedbackLetter
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}

    def clean_text(self):
        return validate_plain_paragraphs(self.cleaned_data["text"])


class TieRulesWidget(forms.MultiWidget):
    """One list for each turn: an order that needs no script and no mouse."""

    def __init__(self, attrs=None):
        choices = [("", "不设"), *TieRule.choices]
        labels = [f"同分时第 {number} 顺位" for number in range(1, len(TieRule) + 1)]
        super().__init__([UnfoldAdminSelectWidget({"aria-label": label}, choices) for label in labels], attrs)

    def decompress(self, value):
        given = list(value or [])
        return [*given, *[""] * (len(self.widgets) - len(given))]


class TieRulesField(forms.MultiValueField):
    """An ordered tuple of tie rules, each at most once."""

    widget = TieRulesWidget

    def __init__(self, **kwargs):
        choices = [("", "不设"), *TieRule.choices]
        turns = [forms.ChoiceField(choices=choices, required=False) for _ in TieRule]
        super().__init__(turns, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list):
        rules = tuple(rule for rule in data_list if rule)
        if len(rules) > len(set(rules)):
            raise forms.ValidationError("同分排序规则重复，请每项只选一次。")
        return rules


class SelectionForm(forms.ModelForm):
    """The settings of a selection; a cycle for which none can be opened is refused with the reason."""

    tie_rules = TieRulesField(
        label="同分排序规则", help_text="按顺位依次比较；仍然相同的并列，名额线在其中的由组委会表决。"
    )

    class Meta:
        model = Selection
        fields = ("cycle", "name", "ranked_by", "tie_rules", "cap_scope", "minutes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["tie_rules"] = tuple(self.instance.tie_rules)

    def clean(self):
        values = super().clean()
        if self.instance.pk is None and values.get("cycle"):
            for finding in refusals(values["cycle"]):
                self.add_error("cycle", str(finding))
        return values
