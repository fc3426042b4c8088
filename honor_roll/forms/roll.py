"""Search and filters of the honor roll; the open data read the same ones."""

from django import forms

from creation_cycle.enums import STAR_LABELS
from honor_roll.queries.regions import region_choices, region_of
from honor_roll.queries.roll import STATE_CHOICES
from units.enums import Level
from units.models import Industry


class RollForm(forms.Form):
    """Bound to the query string; `titles_wanted()` is what `queries.roll.matching` takes."""

    q = forms.CharField(
        label="名称",
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": "集体或单位名称", "enterkeyhint": "search"}),
    )
    level = forms.ChoiceField(label="级别", required=False, choices=[("", "全部"), *Level.choices])
    stars = forms.ChoiceField(label="星级", required=False, choices=[("", "全部"), *STAR_LABELS.items()])
    region = forms.ChoiceField(label="区划", required=False)
    industry = forms.ChoiceField(label="行业", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=STATE_CHOICES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen_region = region_of(self.data.get("region", ""))
        self.industries = {industry.code: industry for industry in Industry.objects.filter(is_active=True)}
        self.fields["region"].choices = region_choices(self.chosen_region)
        named = [(code, industry.name) for code, industry in self.industries.items()]
        self.fields["industry"].choices = [("", "全部"), *named]

    @property
    def filters(self) -> list[forms.BoundField]:
        """All but the search box."""
        return [bound for bound in self if bound.name != "q"]

    @property
    def narrows(self) -> bool:
        """Whether a filter beside the search box is set."""
        return any(self.data.get(bound.name) for bound in self.filters)

    def titles_wanted(self) -> dict:
        """Filter name → value; only after `is_valid()`."""
        chosen = self.cleaned_data
        return {**chosen, "region": self.chosen_region, "industry": self.industries.get(chosen["industry"])}
