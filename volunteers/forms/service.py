"""What organisers and volunteers fill in: events, shifts, times, corrections, proofs."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from core import clock
from core.validators import validate_phone
from units.models import Region, Unit
from volunteers.models import HoursCorrection, HoursEntry, Proof, ServiceEvent, ServiceProject, Shift, SignUp
from volunteers.models import VolunteerOrganisation as Organisation
from volunteers.services import attendance


class MomentInput(forms.DateTimeInput):
    """The browser's own picker for day and time."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class EventForm(forms.ModelForm):
    """An event of one of the organisations that the person runs."""

    class Meta:
        model = ServiceEvent
        fields = (
            "organisation", "title", "content", "beneficiaries", "region", "place", "responsible", "phone",
            "min_age", "max_age", "insurance", "project", "unit", "is_public",
        )  # fmt: skip
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        below = Organisation.objects.filter(pk__in=organisations.values("pk"))
        committees = below.values("committee")
        paths = list(below.values_list("region__path", flat=True))
        self.fields["region"].queryset = _regions(paths)
        self.fields["project"].queryset = ServiceProject.objects.filter(action__committee__in=committees)
        self.fields["unit"].queryset = Unit.objects.active().filter(committee__in=committees)
        self.fields["project"].empty_label = "不属于主题行动"
        self.fields["unit"].empty_label = "不由青年文明号集体承办"
        self.fields["organisation"].empty_label = None
        if self.instance.pk:
            self.fields["organisation"].disabled = True

    def clean_phone(self):
        return validate_phone(self.cleaned_data["phone"])


def _regions(paths: list[str]):
    """The organisations' own regions and those below."""
    found = Q(pk__in=[])
    for path in set(paths):
        found |= Q(path__startswith=path)
    return Region.objects.filter(found)


class ShiftForm(forms.ModelForm):
    """One shift; its times lie ahead."""

    class Meta:
        model = Shift
        fields = ("task", "starts_at", "ends_at", "capacity")
        widgets = {"starts_at": MomentInput(), "ends_at": MomentInput()}

    def clean_ends_at(self):
        ends_at = self.cleaned_data["ends_at"]
        if ends_at <= clock.now():
            raise forms.ValidationError("结束时间须在今后。")
        return ends_at


class TimesForm(forms.Form):
    """When one volunteer came and went, and what is taken off for ways and breaks."""

    came = forms.DateTimeField(label="签到时间", widget=MomentInput())
    went = forms.DateTimeField(label="签退时间", widget=MomentInput())
    deducted = forms.IntegerField(
        label="扣除分钟", min_value=0, max_value=1440, initial=0, help_text="往返路途、用餐和休息不计入。"
    )

    @classmethod
    def of(cls, row: SignUp, data=None) -> "TimesForm":
        shift = row.shift
        local = timezone.localtime
        initial = {
            "came": local(row.checked_in_at or shift.starts_at),
            "went": local(row.checked_out_at or shift.ends_at),
            "deducted": row.deducted,
        }
        return cls(data, initial=initial)

    def keep(self, row: SignUp, *, by) -> bool:
        """Whether the times were taken; what refuses them stands at the field."""
        try:
            attendance.set_times(row, by=by, **self.cleaned_data)
        except forms.ValidationError as refused:
            self.add_error(None, refused)
            return False
        return True


class CorrectionForm(forms.ModelForm):
    """What was true, or that the whole entry is none."""

    class Meta:
        model = HoursCorrection
        fields = ("starts_at", "ends_at", "deducted", "is_void", "reason")
        widgets = {"starts_at": MomentInput(), "ends_at": MomentInput()}
        labels = {"is_void": "这条记录不属实，整条作废"}

    def __init__(self, data=None, *, entry: HoursEntry):
        local = timezone.localtime
        initial = {"starts_at": local(entry.starts_at), "ends_at": local(entry.ends_at)}
        super().__init__(data, initial=initial, instance=HoursCorrection(entry=entry))


class ProofForm(forms.ModelForm):
    """From whom, for which days."""

    class Meta:
        model = Proof
        fields = ("organisation", "first_day", "last_day", "purpose")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("first_day", "last_day")}

    def __init__(self, data=None, *, organisations):
        today = clock.today()
        super().__init__(data, initial={"first_day": today.replace(month=1, day=1), "last_day": today})
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].help_text = "谁记录谁证明：只列出为您记录过时长的组织。"
        self.fields["organisation"].empty_label = None if organisations.count() == 1 else "请选择"

    def validate_unique(self):
        """The volunteer is not a field of the form; the service checks."""

    def _post_clean(self):
        """What the model checks needs the volunteer: the service does it."""
