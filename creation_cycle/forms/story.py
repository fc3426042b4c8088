"""事迹材料: what the unit tells of itself; its length is advice (S4 一(三); domain.md §5.3)."""

from django import forms

from core.forms import MergingForm
from core.text import length_of, one_line_end, paragraphs
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["story"].strip = False  # the first paragraph is indented like the others

    def clean_story(self):
        return validate_plain_paragraphs(paragraphs(one_line_end(self.cleaned_data["story"])))

    @property
    def advice(self) -> str:
        least, most = STORY_LENGTH
        length = length_of(self["story"].value() or "")
        if least <= length <= most:
            return f"共 {length} 字，长度合适"
        return f"共 {length} 字，建议 {least}—{most} 字"
