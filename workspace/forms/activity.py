"""创建日志 as a keeper writes it down: five fields at most for an ordinary record, everything else is optional."""

from datetime import date

from django import forms
from django.db.models import Q

from core import clock
from core.forms import MergingForm
from units.models import Unit, YouthHomePairing
from workspace.enums import MediaKind
from workspace.forms.keys import RowsField, key_of
from workspace.forms.media import PhotosField, VideoField
from workspace.forms.paragraphs import ParagraphsField
from workspace.models import Activity, ActivityFile, ActivityType, Duty
from workspace.queries.duty_ticks import Boxes, boxes, boxes_anew, tagged_duties
from workspace.queries.log import just_recorded, same_day_same_theme
from workspace.services.activity_files import MOST_PHOTOS

EARLIEST = date(1994, 1, 1)
"""The year in which the first 青年文明号 were created."""
CHOOSE_AGAIN = "其他内容需要修改，所选文件没有保留，请重新选择"
ASIDE = ("photos", "video", "drop", "again", "duties_for")
"""Fields that are no columns of the record."""


def offered_types(current: int | None = None):
    """What a unit chooses from; a kind that was switched off stays with the records that have it."""
    return ActivityType.objects.filter(Q(for_committees=False, is_active=True) | Q(pk=current))


class ActivityForm(MergingForm, forms.ModelForm):
    """`instance.unit` must be set. Whoever makes the form calls `discard` when it is through with the files."""

    people = forms.IntegerField(label="参加人数", min_value=1, max_value=100_000)
    served = forms.IntegerField(label="服务人次", required=False, min_value=0, max_value=10_000_000)
    text = ParagraphsField(
        label="简述", required=False, max_length=600, help_text="可不填，最多 600 字。",
        validators=Activity._meta.get_field("text").validators[:1],
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    duties = RowsField(Duty.objects.none(), label="对应的创建任务", required=False)
    duties_for = forms.CharField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(most=MOST_PHOTOS, label="图片", help_text="JPEG、PNG 或 WebP，每张不超过 10 MB。")
    video = VideoField(
        label="视频", help_text="MP4、MOV 或 WebM，不超过 100 MB、3 分钟；有视频时不再选择图片。"
    )
    drop = RowsField(ActivityFile.objects.none(), label="删除文件", required=False)
    again = forms.BooleanField(label="仍要保存为另一条记录", required=False)

    class Meta:
        model = Activity
        fields = (
            "day", "activity_type", "theme", "place", "people", "text", "served", "youth_home", "duties", "is_public",
        )  # fmt: skip
        help_texts = {"is_public": "公开主题、日期、类型、简述和图片。图片中能认出他人时，请先征得本人同意。"}
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}),
            "place": forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        }

    def __init__(self, *args, unit: Unit, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit, self.by, self.is_new = unit, by, self.instance.pk is None
        if self.is_new:
            self.initial["people"] = (kwargs.get("initial") or {}).get("people")
        self.second_click: Activity | None = None
        self.duplicates: list[Activity] = []
        self.fields["activity_type"].queryset = offered_types(self.instance.activity_type_id)
        self.fields["activity_type"].empty_label = "请选择"
        self._offer_duties()
        self._offer_youth_homes()
        self.fields["drop"].queryset = ActivityFile.objects.filter(activity=self.instance.pk)

    def _offer_duties(self) -> None:
        own = [] if self.is_new else list(self.instance.duties.all())
        self.offered = list({duty.pk: duty for duty in [*tagged_duties(self.unit), *own]}.values())
        self.fields["duties"].queryset = Duty.objects.filter(pk__in=[duty.pk for duty in self.offered])
        if not self.is_new:
            self.initial["duties_for"] = self.instance.activity_type_id

    def _offer_youth_homes(self) -> None:
        """Only pairings of the unit; one that has ended stays with its records."""
        homes = YouthHomePairing.objects.filter(unit=self.unit)
        homes = homes.filter(Q(ends_on__isnull=True) | Q(pk=self.instance.youth_home_id))
        if homes.exists():
            self.fields["youth_home"].queryset = homes
            self.fields["youth_home"].empty_label = "未到青少年之家"
        else:
            del self.fields["youth_home"]

    @property
    def merged_names(self) -> list[str]:
        return [name for name in super().merged_names if name not in ASIDE]

    @property
    def boxes(self) -> Boxes:
        """As the page shows them; they follow the kind of activity until somebody has seen them."""
        kind = self.fields["activity_type"].queryset.filter(pk=key_of(self["activity_type"].value())).first()
        chosen = {key_of(duty) for duty in self["duties"].value() or ()}
        seen = kind is not None and str(self["duties_for"].value()) == str(kind.pk)
        return boxes(self.offered, kind, _day(self["day"].value()), chosen if chosen or seen else None)

    @property
    def opened(self) -> list:
        """The cleaned files, photos and video."""
        return [*self.cleaned_data.get("photos", ()), *self.cleaned_data.get("video", ())]

    def discard(self) -> None:
        for item in self.opened:
            item.close()

    def full_clean(self):
        super().full_clean()
        if self.errors and self.is_bound and self.opened:
            self.discard()
            for name in () if self.has_error("video", "both") else ("photos", "video"):
                if self.cleaned_data.get(name):
                    self.add_error(name, CHOOSE_AGAIN)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < EARLIEST:
            raise forms.ValidationError("日期过早，请核对年份", code="too_early")
        return day

    def clean(self):
        cleaned = super().clean()
        self._refuse_too_many(cleaned)
        kind, day = cleaned.get("activity_type"), cleaned.get("day")
        if kind and day:
            if cleaned.get("duties_for") != str(kind.pk):
                cleaned["duties"] = self._duties_anew(cleaned, kind, day)
            if cleaned.get("theme"):
                self._point_out_duplicates(cleaned)
        return cleaned

    def _duties_anew(self, cleaned: dict, kind: ActivityType, day: date) -> list[Duty]:
        """Without JavaScript the boxes are still those of the kind that was chosen before."""
        before = ActivityType.objects.filter(pk=key_of(cleaned.get("duties_for"))).first()
        found = boxes_anew(self.offered, kind, day, ticked=cleaned.get("duties") or (), before=before)
        return [tick.duty for tick in found.ticks if tick.is_on]

    def _refuse_too_many(self, cleaned: dict) -> None:
        staying = self.fields["drop"].queryset.exclude(pk__in=[file.pk for file in cleaned.get("drop") or ()])
        kinds = [*staying.values_list("kind", flat=True), *(item.kind for item in self.opened)]
        videos = kinds.count(MediaKind.VIDEO)
        if videos and len(kinds) > videos:
            both = "图片和视频不能同时保留，请只选择一种，并重新选择文件"
            self.add_error("video", forms.ValidationError(both, code="both"))
        elif videos > 1:
            self.add_error("video", "一条记录只能有 1 段视频，请先勾选删除原来的")
        elif len(kinds) > MOST_PHOTOS:
            self.add_error("photos", f"一条记录最多 {MOST_PHOTOS} 张图片，请先勾选删除不需要的")

    def _point_out_duplicates(self, cleaned: dict) -> None:
        if self.is_new and not self.errors:
            facts = {name: value for name, value in self.given.items() if name != "duties"}
            self.second_click = just_recorded(self.unit, by=self.by, **facts)
        same = {name: cleaned[name] for name in ("day", "activity_type", "theme")}
        self.duplicates = same_day_same_theme(self.unit, besides=self.instance.pk, **same)
        moved = self.is_new or {"day", "activity_type", "theme"} & set(self.changed_data)
        if self.duplicates and moved and not cleaned.get("again") and not self.second_click:
            self.add_error(None, "同一天已有相同类型和主题的记录，请核对；确需另记一条时勾选“仍要保存”")


def _day(value) -> date:
    """The day in the field; today while it is none that a record may have."""
    today = clock.today()
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value or "")
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today
