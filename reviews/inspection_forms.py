"""What inspectors send: entries of their phone's queue, and the page without JavaScript."""

from collections.abc import Mapping

from django import forms

from core.validators import validate_plain_paragraphs, validate_plain_text
from reviews.entry_forms import EntryForm
from reviews.enums import Look
from reviews.models import Inspection, InspectionItem
from reviews.queries.inspections import look_name, remark_name
from reviews.services.inspections import OtherLook


class LookEntryForm(EntryForm):
    """One point, on top of the version that the phone had seen."""

    base_version = forms.IntegerField(min_value=0)

    def __init__(self, data=None, *, item: InspectionItem):
        self.item = item
        super().__init__(data)
        self.fields[look_name(item)] = forms.ChoiceField(choices=Look, required=False)
        self.fields[remark_name(item)] = forms.CharField(
            required=False, max_length=500, validators=[validate_plain_text]
        )

    @property
    def said(self) -> dict:
        given = self.cleaned_data
        return {
            "look": given[look_name(self.item)],
            "remark": given[remark_name(self.item)],
            "base_version": given["base_version"],
        }


class InspectionPageForm(forms.Form):
    """All points of an inspection on one page, each with the version that the page was drawn with."""

    def __init__(self, data=None, *, inspection: Inspection):
        super().__init__(data)
        self.points = list(inspection.items.all())
        for item in self.points:
            self._add_point(item)
        self.fields["comment"] = forms.CharField(
            label="总体意见",
            required=False,
            max_length=2000,
            initial=inspection.comment,
            validators=[validate_plain_paragraphs],
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def _add_point(self, item: InspectionItem) -> None:
        self.fields[look_name(item)] = forms.ChoiceField(
            label="看到的情况", choices=Look, required=False, initial=item.look, widget=forms.RadioSelect
        )
        self.fields[remark_name(item)] = forms.CharField(
            label="说明（选“存在问题”时填写）", required=False, max_length=500, initial=item.remark,
            validators=[validate_plain_text], widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields[f"version-{item.pk}"] = forms.IntegerField(
            min_value=0, initial=item.version, widget=forms.HiddenInput
        )

    @property
    def rows(self) -> list[tuple]:
        """Each point with its three fields."""
        names = [(item, look_name(item), remark_name(item), f"version-{item.pk}") for item in self.points]
        return [(item, self[look], self[remark], self[version]) for item, look, remark, version in names]

    def said(self, item: InspectionItem) -> dict:
        given = self.cleaned_data
        return {
            "look": given[look_name(item)],
            "remark": given[remark_name(item)],
            "base_version": given[f"version-{item.pk}"],
        }

    def tell(self, in_the_way: Mapping[int, OtherLook | str]) -> None:
        """Each refused point gets its sentence; one in conflict is drawn on what the other device saved."""
        fresh = self.data.copy()
        for item in self.points:
            found = in_the_way.get(item.pk)
            if isinstance(found, OtherLook):
                fresh[f"version-{item.pk}"] = found.version
                words = f"{dict(Look.choices).get(found.look, '未记录')} {found.remark}".strip()
                found = f"另一台设备已记录：{words}。再次保存将以这里填写的为准。"
            if found:
                self.add_error(look_name(item), found)
        self.data = fresh
