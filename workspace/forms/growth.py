"""Forms of 青年成长计划卡: what the keepers write, what the member writes, what supporters say."""

from datetime import date, timedelta

from django import forms

from core import clock
from core.forms import MergingForm
from core.text import chinese_date
from core.validators import validate_not_future, validate_plain_paragraphs, validate_plain_text
from units.models import Unit
from workspace.models import GrowthCard, GrowthComment, GrowthGoal, GrowthPoint, GrowthSupporter, Quote, Vote
from workspace.periods import cycle_of

DAY = {"type": "date"}
TWO_YEARS = 2
LONGEST = timedelta(days=3650)
"""How far ahead a card may reach: beyond it somebody mistyped the year."""


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=DAY)


class MakeCardsForm(forms.Form):
    """The days of new cards: those of the unit's creation cycle, else two years from today."""

    starts_on = forms.DateField(label="开始日期", widget=_day())
    ends_on = forms.DateField(label="结束日期", widget=_day())

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        today, cycle = clock.today(), cycle_of(unit, clock.today())
        later = (today.replace(day=1)).replace(year=today.year + TWO_YEARS)
        self.initial["starts_on"], self.initial["ends_on"] = (
            (cycle.first, cycle.last) if cycle else (today, later)
        )

    def clean(self):
        super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "结束日期须晚于开始日期。")
        elif ends_on and ends_on <= clock.today():
            self.add_error("ends_on", "结束日期已过，请填写今后的日期。")
        elif ends_on and starts_on and ends_on > clock.today() + LONGEST:
            self.add_error("ends_on", f"计划卡最长到 {LONGEST.days // 365} 年以后，请核对年份。")


class PartForm(MergingForm, forms.ModelForm):
    """Something on a card; `instance.card` must be set."""

    def _within_card(self, day: date | None) -> date | None:
        card = self.instance.card
        if day and not card.starts_on <= day <= card.ends_on:
            span = f"{chinese_date(card.starts_on)}至{chinese_date(card.ends_on)}"
            raise forms.ValidationError(f"请填写计划卡期限内的日期（{span}）。", code="outside")
        return day


class GoalForm(PartForm):
    class Meta:
        model = GrowthGoal
        fields = ("text", "measure", "due_on")
        widgets = {"due_on": _day()}
        help_texts = {
            "text": "一条只写一个目标，例如：取得中级专业技术资格。",
            "measure": "怎样算完成，例如：取得证书。",
        }

    def clean_due_on(self):
        return self._within_card(self.cleaned_data["due_on"])


class PointForm(PartForm):
    class Meta:
        model = GrowthPoint
        fields = ("day", "percent", "text")
        widgets = {"day": _day(), "percent": forms.NumberInput(attrs={"inputmode": "numeric", "max": 100})}

    def clean_day(self):
        return self._within_card(validate_not_future(self.cleaned_data["day"]))


class QuoteForm(PartForm):
    class Meta:
        model = Quote
        fields = ("day", "text")
        widgets = {"day": _day(), "text": forms.Textarea(attrs={"rows": 3, "data-count": "140"})}
        help_texts = {"text": "最多 140 字。"}

    def clean_day(self):
        return self._within_card(validate_not_future(self.cleaned_data["day"]))


class SupporterForm(PartForm):
    class Meta:
        model = GrowthSupporter
        fields = ("kind", "name", "role")
        help_texts = {"role": "例如：师傅、同事、团支部书记。可以不填。"}


class SummaryForm(MergingForm, forms.ModelForm):
    class Meta:
        model = GrowthCard
        fields = ("summary",)
        widgets = {"summary": forms.Textarea(attrs={"rows": 8})}


class CommentForm(forms.Form):
    """A comment to one point of the card's axis, or to all of it."""

    point = forms.ModelChoiceField(
        GrowthPoint.objects.none(), label="针对", required=False, empty_label="整张计划卡"
    )
    text = forms.CharField(
        max_length=GrowthComment._meta.get_field("text").max_length,
        validators=[validate_plain_paragraphs],
        widget=forms.Textarea(attrs={"rows": 4, "data-count": "300"}),
        help_text="最多 300 字。提交后 10 分钟内可以删除。",
    )

    def __init__(self, *args, supporter: GrowthSupporter, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = supporter.card.points.all()
        self.fields["point"].label_from_instance = lambda point: f"{chinese_date(point.day)} {point.percent}%"
        self.fields["text"].label = supporter.says


class VoteForm(forms.Form):
    """A stage evaluation to start; every open card of the unit is proposed."""

    title = forms.CharField(
        max_length=Vote._meta.get_field("title").max_length, label="名称", validators=[validate_plain_text]
    )
    closes_on = forms.DateField(label="截止日期", widget=_day(), help_text="含当天。")
    cards = forms.ModelMultipleChoiceField(
        GrowthCard.objects.none(), label="评估的计划卡", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        cards = GrowthCard.objects.of(unit).open().on(today).select_related("member")
        half = "上" if today.month <= 6 else "下"
        self.fields["cards"].queryset = cards
        self.fields["cards"].label_from_instance = lambda card: card.member.name
        self.initial |= {"title": f"{today.year}年{half}半年阶段评估", "cards": list(cards)}

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day < clock.today():
            raise forms.ValidationError("截止日期不能早于今天。", code="past")
        return day
