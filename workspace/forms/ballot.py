"""What a voter fills in: the code of the slip, then a grade for each card.

Every field is named `secret…`: input that meets an ended session is kept for its person (core/kept_input.py), but
never fields of such a name.
"""

from django import forms

from workspace.enums import VoteGrade
from workspace.models import GrowthCard, Vote

GRADE = "secret_grade_"
GRADES = [*VoteGrade.choices, ("", "不评")]


class CodeForm(forms.Form):
    """The code as it is printed; blanks and case do not matter."""

    secret_code = forms.CharField(
        label="票码",
        max_length=40,
        help_text="选票上的 10 位数字和字母，不区分大小写。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class BallotForm(forms.Form):
    """One row of grades for each card of `vote`; a card may be left out, one's own for example."""

    def __init__(self, *args, vote: Vote, **kwargs):
        super().__init__(*args, **kwargs)
        cards = GrowthCard.objects.filter(vote_totals__vote=vote, vote_totals__grade=VoteGrade.GOOD)
        for card in cards.select_related("member"):
            self.fields[f"{GRADE}{card.pk}"] = forms.ChoiceField(
                label=card.member.name, choices=GRADES, required=False, widget=forms.RadioSelect
            )

    def clean(self):
        super().clean()
        if not self.errors and not self.grades:
            raise forms.ValidationError("请至少评价一张计划卡。", code="empty")

    @property
    def grades(self) -> dict[int, str]:
        """Grades by card key, without those that were left out."""
        return {int(name.removeprefix(GRADE)): grade for name, grade in self.cleaned_data.items() if grade}
