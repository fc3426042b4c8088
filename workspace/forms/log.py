"""Filters of the log, and what is asked while a record is being written."""

from django import forms

from core.validators import validate_plain_text
from workspace.forms.activity import offered_types
from workspace.models import Activity, Duty


class LogFilter(forms.Form):
    """Read from the query string; choices are what the unit's own records offer."""

    q = forms.CharField(label="主题", required=False, max_length=60, validators=[validate_plain_text])
    type = forms.ModelChoiceField(offered_types(), label="类型", required=False, empty_label="全部")
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    duty = forms.ModelChoiceField(Duty.objects.none(), label="创建任务", required=False, empty_label="全部")
    public = forms.TypedChoiceField(
        label="公开", required=False, choices=[("", "全部"), ("1", "已公开")], coerce=bool, empty_value=False
    )

    def __init__(self, *args, unit, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((year, f"{year}年") for year in years)]
        used = Activity.duties.through.objects.filter(activity__unit=unit)
        self.fields["duty"].queryset = Duty.objects.filter(pk__in=used.values("duty"))

    def wanted(self) -> dict:
        """The filters by the names of `queries.log.matching`."""
        values = dict(self.cleaned_data)
        return {"activity_type": values.pop("type"), **values}

    @property
    def filters(self) -> list:
        return [self[name] for name in self.fields if name != "q"]

    @property
    def narrows(self) -> bool:
        return any(bound.value() for bound in self.filters)


class SoFar(forms.Form):
    """What of a record is typed so far: the kind for its duties, the theme too for its likes on the same day."""

    day = forms.DateField()
    activity_type = forms.ModelChoiceField(offered_types())
    theme = forms.CharField(required=False, max_length=60)
    besides = forms.IntegerField(required=False)
