"""事迹材料: what the unit tells of itself; its length is advice (S4 一(三); domain.md §5.3)."""

from django import forms

from core.forms import MergingForm
from core.validators import validate_plain_paragraphs
from creation_cycle.guards.creation import STORY_LENGTH
from creation_cycle.models import Candidacy


class StoryForm(MergingForm, forms.ModelForm):
    """One text, with the number of its characters said below it."""

    class Meta:
        model = Candidacy
        fields = ("story",)
        widgets = {"story": forms.Textarea(attrs={"rows": 16})}
        help_texts = {"story": ""}

    def clean_story(self):
        return validate_plain_paragraphs(self.cleaned_data["story"])

    @property
    def advice(self) -> str:
        least, most = STORY_LENGTH
        length = len((self["story"].value() or "").strip())
        if least <= length <= most:
            return f"共 {length} 字，长度合适"
        return f"共 {length} 字，建议 {least}—{most} 字"
