"""Filters of the log, and what is asked while a record is being written."""

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import BigIntegerField, Q

from core.validators import validate_not_future, validate_plain_text
from workspace.forms.activity import EARLIEST, offered_types
from workspace.forms.keys import RowsField
from workspace.models import Activity, ActivityType, Duty


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


class TickedSoFar(forms.Form):
    """The boxes of a record that is being written: what is ticked, and for which kind the boxes were shown.

    A record of long ago may have a kind or a duty that is not offered any more.
    """

    day = forms.DateField(validators=[MinValueValidator(EARLIEST), validate_not_future])
    activity_type = forms.ModelChoiceField(ActivityType.objects.filter(for_committees=False), required=False)
    duties = RowsField(Duty.objects.none(), required=False)
    duties_for = forms.IntegerField(required=False, max_value=BigIntegerField.MAX_BIGINT)

    def __init__(self, *args, unit, offered, **kwargs):
        super().__init__(*args, **kwargs)
        named = Activity.duties.through.objects.filter(activity__unit=unit).values("duty")
        ours = Q(pk__in=[duty.pk for duty in offered]) | Q(pk__in=named)
        self.fields["duties"].queryset = Duty.objects.filter(ours)


class SoFar(forms.Form):
    """What of a record is typed so far, to find its likes on the same day."""

    day = forms.DateField(validators=[MinValueValidator(EARLIEST), validate_not_future])
    activity_type = forms.ModelChoiceField(offered_types())
    theme = forms.CharField(required=False, max_length=60)
    besides = forms.IntegerField(required=False)
