"""Booking nights at a 青年驿站, and finding one's booking again."""

from django import forms

from core import clock
from core.validators import validate_phone, validate_plain_text
from units.enums import RegionLevel
from units.models import Region
from volunteers.models import Stay, YouthStation
from volunteers.project_enums import StayPurpose
from volunteers.services.stations import CODE_LENGTH


class StayForm(forms.Form):
    """No more than a receptionist needs; erased some weeks after the guest has left."""

    name = forms.CharField(label="姓名", max_length=40, validators=[validate_plain_text])
    phone = forms.CharField(label="手机号码", max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    home = forms.ModelChoiceField(
        label="户籍所在地", queryset=Region.objects.filter(level=RegionLevel.CITY), empty_label="请选择地级市",
        help_text="青年驿站面向外地来本市求职、创业考察的青年。",
    )  # fmt: skip
    purpose = forms.ChoiceField(label="来意", choices=StayPurpose.choices, widget=forms.RadioSelect)
    first_night = forms.DateField(label="入住日期", widget=forms.DateInput(attrs={"type": "date"}))
    nights = forms.IntegerField(label="晚数", min_value=1)
    agreed = forms.BooleanField(
        label="我同意驿站为办理入住使用以上信息",
        error_messages={"required": "请先同意使用以上信息，否则无法办理入住。"},
    )

    def __init__(self, *args, station: YouthStation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nights"].help_text = f"每人十二个月内最多 {station.max_nights} 晚，免费。"
        self.fields["agreed"].help_text = f"离店 {station.keep_days} 天后自动删除姓名和手机号码。"
        self.fields["first_night"].initial = clock.today()
        self.fields["home"].queryset = _cities_elsewhere(station)

    def clean_phone(self):
        return validate_phone(self.cleaned_data["phone"])

    @property
    def booking(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


def _cities_elsewhere(station: YouthStation):
    cities = Region.objects.filter(level=RegionLevel.CITY).order_by("code")
    own = station.region.path.split("/")[:2]
    return cities.exclude(path__startswith="/".join(own))


class CodeForm(forms.Form):
    """The code that the guest was given."""

    code = forms.CharField(
        label="预约码", max_length=CODE_LENGTH + 6, help_text="预约成功时给出的十位字母和数字。"
    )

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper().replace(" ", "").replace("-", "")

    def stay(self) -> Stay | None:
        """The booking; None where there is none of that code."""
        return Stay.objects.select_related("station__region").filter(code=self.cleaned_data["code"]).first()
