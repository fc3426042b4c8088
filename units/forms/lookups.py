"""Fields that are typed and looked up, because a select of 2,900 regions is no choice on a phone."""

from collections.abc import Callable

from django import forms
from django.db import models

from units.models import Committee, Region
from units.queries.lookups import region_labels, search_committees, search_regions

LONGEST = 200
"""More than any name with its region; nobody types so much, and everything typed is searched for."""


class LookupField(forms.CharField):
    """Text that names one row of `model`; cleans to that row. `options_url` feeds the suggestions.

    Without JavaScript, or when several rows fit, the error lists them to choose from.
    """

    model: type[models.Model]
    search: Callable[[str], list]

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": LONGEST, **kwargs})

    def labels(self, rows: list) -> dict[int, str]:
        """What to type for each row, unmistakably."""
        return {row.pk: str(row) for row in rows}

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        rows = list(self.model.objects.filter(pk=value))
        return self.labels(rows).get(value, "")

    def clean(self, value):
        if isinstance(value, int):  # a disabled field is cleaned from the row's own key
            return self.model.objects.get(pk=value)
        text = super().clean(value)
        return self._only(text) if text else None

    def _only(self, text: str):
        found = type(self).search(text)
        labels = self.labels(found)
        exact = [row for row in found if text in (labels[row.pk], row.name, getattr(row, "code", None))]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(f"没有找到“{text}”，请核对后从提示中选择", code="unknown")
        choices = "、".join(labels.values())
        raise forms.ValidationError(f"“{text}”对应多项，请写明其中一项：{choices}", code="ambiguous")


class RegionField(LookupField):
    """行政区划, by code or name."""

    model = Region
    search = staticmethod(search_regions)

    def labels(self, rows):
        return region_labels(rows)


class CommitteeField(LookupField):
    """团组织, by name."""

    model = Committee
    search = staticmethod(search_committees)


def suggest_from(field: forms.Field, url: str, list_id: str) -> None:
    """Let the field's `<datalist id=list_id>` be filled from `url` while the person types."""
    field.widget.attrs |= {
        "list": list_id,
        "autocomplete": "off",
        "hx-get": url,
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{list_id}",
        "hx-sync": "this:replace",
    }
