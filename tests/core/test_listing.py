"""Filter chips: what is set, and the address without it."""

from django import forms
from django.http import QueryDict

from core.listing import Chip, chips


class Filters(forms.Form):
    q = forms.CharField(label="名称", required=False)
    level = forms.ChoiceField(
        label="级别", choices=[("", "全部"), ("组", [("city", "地市级")])], required=False
    )
    stars = forms.MultipleChoiceField(label="星级", choices=[(1, "一星级"), (2, "二星级")], required=False)
    after = forms.CharField(widget=forms.HiddenInput, required=False)


def found(query: str) -> list[Chip]:
    params = QueryDict(query)
    return chips(Filters(params), params)


def test_each_value_is_removed_alone():
    assert found("stars=1&stars=2&other=x") == [
        Chip("星级", "一星级", "?stars=2&other=x"),
        Chip("星级", "二星级", "?stars=1&other=x"),
    ]


def test_labels_come_from_groups_and_removing_a_filter_returns_to_the_first_page():
    assert found("level=city&after=abc") == [Chip("级别", "地市级", "?")]


def test_refused_values_can_be_removed_and_blanks_are_no_filter():
    assert found("level=bogus&q=+&stars=") == [Chip("级别", "bogus", "?q=+&stars=")]
