"""Which year a page shows."""

from django import forms


class YearForm(forms.Form):
    """`?year=`: one of those on offer; anything else means the newest."""

    year = forms.TypedChoiceField(coerce=int)

    def __init__(self, data, *, years: list[int]):
        super().__init__(data)
        self.years = years
        self.fields["year"].choices = [(year, f"{year}年") for year in years]

    def chosen(self) -> int:
        return self.cleaned_data["year"] if self.is_valid() else self.years[0]
