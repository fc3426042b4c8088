"""自查自评: one card per item of the pinned standard, and the story (domain.md §5.3, §5.4)."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from core.validators import validate_plain_paragraphs
from creation_cycle.guards.creation import STORY_LENGTH
from creation_cycle.models import Candidacy, SelfAssessmentEntry, StandardItem

WRONG_NUMBER = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")


class ItemForm(forms.Form):
    """Own points for one item; blank takes them back."""

    points = forms.DecimalField(
        label="自评分",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(WRONG_NUMBER, "请填写不小于 0 的分数，最多两位小数。"),
    )
    evidence = forms.CharField(label="依据", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    problem = forms.CharField(
        label="存在问题与整改措施", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, item: StandardItem, entry: SelfAssessmentEntry | None, **kwargs):
        self.item = item
        names = ("points", "evidence", "problem")
        initial = {name: getattr(entry, name) for name in names} if entry else {}
        super().__init__(*args, prefix=f"item-{item.pk}", initial=initial, **kwargs)
        if entry:
            self.initial["points"] = f"{entry.points.normalize():f}"
        self.fields["points"].widget.attrs |= {
            "max": f"{item.points.normalize():f}",
            "inputmode": "decimal",
            "step": "0.5",
        }

    def clean_points(self):
        points = self.cleaned_data["points"]
        if points is not None and points > self.item.points:
            raise forms.ValidationError(
                f"请填写 0 到 {self.item.points.normalize():f} 之间的分数。", code="too_many"
            )
        return points

    def clean_evidence(self):
        return validate_plain_paragraphs(self.cleaned_data["evidence"])

    def clean_problem(self):
        return validate_plain_paragraphs(self.cleaned_data["problem"])

    def clean(self):
        super().clean()
        written = self.cleaned_data.get("evidence") or self.cleaned_data.get("problem")
        if written and "points" not in self.errors and self.cleaned_data.get("points") is None:
            self.add_error("points", "请先填写自评分，依据和问题才能保存。")

    @property
    def values(self) -> Mapping | None:
        """The entry's columns, None when there is no score (any more)."""
        return self.cleaned_data if self.cleaned_data["points"] is not None else None


class StoryForm(forms.ModelForm):
    """事迹材料; its length is advice."""

    class Meta:
        model = Candidacy
        fields = ("story",)
        widgets = {"story": forms.Textarea(attrs={"rows": 12})}

    def clean_story(self):
        return validate_plain_paragraphs(self.cleaned_data["story"])


class SelfAssessmentForm:
    """All cards and the story as one form: valid parts are kept even while others are refused."""

    def __init__(self, candidacy: Candidacy, data=None):
        entries = {entry.item_id: entry for entry in candidacy.self_assessment.all()}
        items = candidacy.standard.items.all() if candidacy.standard else ()
        self.items = [ItemForm(data, item=item, entry=entries.get(item.pk)) for item in items]
        self.story = StoryForm(data, instance=candidacy)

    @property
    def forms(self) -> list[forms.BaseForm]:
        return [*self.items, self.story]

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    @property
    def entries(self) -> dict[int, Mapping | None]:
        """What may be saved, by the key of the item."""
        return {form.item.pk: form.values for form in self.items if form.is_valid()}

    @property
    def story_values(self) -> dict[str, str]:
        return {"story": self.story.cleaned_data["story"]} if self.story.is_valid() else {}

    @property
    def story_length(self) -> int:
        return len((self.story["story"].value() or "").strip())

    @property
    def story_advice(self) -> str:
        least, most = STORY_LENGTH
        if least <= self.story_length <= most:
            return f"共 {self.story_length} 字，长度合适"
        return f"共 {self.story_length} 字，建议 {least}—{most} 字"

    @property
    def done(self) -> int:
        """How many items have own points, as far as they are valid."""
        return len([form for form in self.items if self._points(form) is not None])

    @property
    def total_points(self) -> Decimal:
        return sum((Decimal(self._points(form) or 0) for form in self.items), Decimal(0))

    def _points(self, form: ItemForm):
        if form.is_bound:
            return form.cleaned_data.get("points") if form.is_valid() else None
        return form.initial.get("points")
