"""The code table of kinds of activity: the sources' list, once, and afterwards the committee's."""

import pytest

from workspace.models import ActivityType
from workspace.services.activity_types import load_activity_types

pytestmark = pytest.mark.django_db


def test_the_list_of_the_sources_is_loaded_once():
    added = load_activity_types()
    assert added == ActivityType.objects.count() == 21
    assert list(ActivityType.objects.filter(for_committees=True).values_list("name", flat=True)) == [
        "专题会议", "集中培训", "检查或调研", "主题创建活动", "联系平台工作",
    ]  # fmt: skip
    assert load_activity_types() == 0


def test_what_staff_changed_stays():
    load_activity_types()
    ActivityType.objects.filter(code="other").update(name="其他活动", is_active=False)
    load_activity_types()
    other = ActivityType.objects.get(code="other")
    assert (other.name, other.is_active) == ("其他活动", False)
