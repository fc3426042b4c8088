"""Two keepers at one record: nothing that either typed is lost."""

import pytest

from tests import factories as make
from tests.workspace.log_world import make_log_world
from units.enums import UnitRole
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_log_world()


def opened(client, activity) -> dict:
    """What a page that was opened now would post."""
    form = client.get(f"{activity.get_absolute_url()}edit/").context["form"]
    values = {name: form[name].value() for name in ("base", "theme", "place", "people", "text", "duties_for")}
    return {
        **{name: "" if value is None else value for name, value in values.items()},
        "day": activity.day.isoformat(),
        "activity_type": activity.activity_type_id,
        "duties": [tick.duty.pk for tick in form.boxes.ticks if tick.is_on],
    }


def test_changes_to_different_fields_both_stay(client, world):
    deputy = make.make_captain(world.unit, UnitRole.DEPUTY)
    activity = world.record(duties=[world.practice])
    edit = f"{activity.get_absolute_url()}edit/"
    client.force_login(deputy)
    theirs = opened(client, activity)
    client.force_login(world.captain)
    mine = opened(client, activity)
    client.post(edit, {**mine, "place": "三楼", "duties": []})
    client.force_login(deputy)
    answer = client.post(edit, {**theirs, "people": 12})
    activity = Activity.objects.get()
    assert (answer.status_code, activity.place, activity.people) == (302, "三楼", 12)
    assert not activity.duties.exists()


def test_two_changes_of_one_field_are_shown_side_by_side(client, world):
    deputy = make.make_captain(world.unit, UnitRole.DEPUTY, name="王副")
    activity = world.record()
    edit = f"{activity.get_absolute_url()}edit/"
    client.force_login(deputy)
    theirs = opened(client, activity)
    client.post(edit, {**theirs, "theme": "王副改的主题"})
    client.force_login(world.captain)
    answer = client.post(edit, {**theirs, "theme": "我改的主题", "people": 30})
    text = answer.content.decode()
    activity = Activity.objects.get()
    assert (activity.theme, activity.people) == ("王副改的主题", 30)
    assert [words in text for words in ("我改的主题", "王副改的主题", "王副于")] == [True] * 3


def test_conflicting_boxes_are_said_in_words(client, world):
    activity = world.record()
    edit = f"{activity.get_absolute_url()}edit/"
    client.force_login(world.captain)
    form = opened(client, activity)
    other = make_other_duty(world)
    client.post(edit, {**form, "duties": [world.practice.pk]})
    text = client.post(edit, {**form, "duties": [other.pk]}).content.decode()
    assert list(Activity.objects.get().duties.all()) == [world.practice]
    assert "对应的创建任务：您和他人都修改了" in text


def make_other_duty(world):
    from workspace.models import Duty

    return Duty.objects.create(
        code="other", name="主题培训", subject="unit", period="year", counter="activities", clause="示例"
    )
