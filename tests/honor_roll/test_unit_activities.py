"""What a unit makes public of its log stands on its public page, and nothing else does."""

from datetime import date, timedelta

import pytest

from core import clock
from tests import factories as make
from tests.honor_roll.world import make_title
from tests.workspace.log_world import make_log_world
from tests.workspace.media_files import photo
from workspace.media.images import clean_image
from workspace.models import ActivityFile
from workspace.services import activities, thumbnails

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_log_world()
    make_title(world.unit)
    return world


def themes(client, world) -> list[str]:
    plaque = client.get(world.unit.get_absolute_url()).context["plaque"]
    return [activity.theme for activity in plaque.activities]


def test_only_what_was_made_public_and_not_taken_back_is_shown(client, world):
    world.record(theme="内部会议")
    world.record(theme="便民服务", is_public=True, text="现场答疑", place="二楼档案室")
    activities.take_back(world.record(theme="撤下的", is_public=True), by=world.captain)
    text = client.get(world.unit.get_absolute_url()).content.decode()
    assert themes(client, world) == ["便民服务"]
    assert "现场答疑" in text
    assert [
        hidden for hidden in ("内部会议", "撤下的", "二楼档案室", str(world.captain)) if hidden in text
    ] == []


def test_a_unit_without_public_activities_has_no_section(client, world):
    world.record()
    assert "创建活动" not in client.get(world.unit.get_absolute_url()).content.decode()


def test_the_newest_six_and_a_way_to_the_others(client, world):
    for number in range(23):
        world.record(theme=f"第{number}次", is_public=True, day=date(2026, 1, 1) + timedelta(days=number))
    page = client.get(world.unit.get_absolute_url()).content.decode()
    more = f"{world.unit.get_absolute_url()}activities/"
    first = client.get(more)
    second = client.get(more, {"after": first.context["page"].after})
    shown = [activity.theme for page_ in (first, second) for activity in page_.context["page"].rows]
    assert themes(client, world) == [f"第{number}次" for number in range(22, 16, -1)]
    assert f'href="{more}"' in page
    assert shown == [f"第{number}次" for number in reversed(range(23))]


def test_photos_appear_once_their_thumbnail_is_drawn(client, world):
    media = clean_image(photo())
    world.record(is_public=True, media=[media])
    file = ActivityFile.objects.get()
    before = client.get(world.unit.get_absolute_url()).content.decode()
    thumbnails.draw(file)
    after = client.get(world.unit.get_absolute_url()).content.decode()
    address = f"/desk/files/{file.key}/small/"
    assert (address in before, address in after) == (False, True)
    small = client.get(address)
    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    b"".join(small)


def test_units_without_a_title_have_no_page(client):
    world = make_log_world()
    world.record(is_public=True)
    assert client.get(f"{world.unit.get_absolute_url()}activities/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_activity_and_three(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        world.record(theme=f"第{number}次", is_public=True)
    client.get(world.unit.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(world.unit.get_absolute_url())
    with django_assert_num_queries(3):
        client.get(f"{world.unit.get_absolute_url()}activities/")


def test_another_units_activities_stay_on_its_own_page(client, world):
    other = make.make_unit(world.county)
    world.record(unit=other, by=make.make_captain(other), is_public=True, day=clock.today())
    assert themes(client, world) == []
