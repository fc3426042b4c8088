"""牌匾台账: from the handover to the photo on the wall, to loss and recall; on the desk and in the admin."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import Plaque
from tests import factories as make
from tests.creation_cycle.honours_world import hanging_photo
from tests.journey import Journey

pytestmark = pytest.mark.django_db

GIVEN = {"recipient": "示例甲", "handed_on": date(2026, 5, 12)}


@pytest.fixture
def world():
    world = Journey()
    world.candidacy("certified")
    return world


@pytest.fixture
def plaque(world) -> Plaque:
    return perform(Plaque.objects.get(), "hand_over", by=world.officer, **GIVEN)


def photo_file():
    cleaned = hanging_photo()
    return SimpleUploadedFile("牌匾.jpg", cleaned.content.read())


def test_the_captain_shows_where_it_hangs(client, world, plaque):
    client.force_login(world.captain)
    desk = f"/desk/units/{world.unit.pk}/honours/"
    assert "登记挂牌" in client.get(desk).content.decode()
    answer = client.post(f"{desk}plaques/{plaque.pk}/hang/", {"photo": photo_file()})
    assert (answer.status_code, answer.url) == (302, desk)
    plaque.refresh_from_db()
    assert plaque.state == "hung"
    photo = client.get(f"{desk}plaques/{plaque.pk}/photo/")
    assert b"".join(photo.streaming_content)[:3] == b"\xff\xd8\xff"
    assert plaque.number in client.get(desk).content.decode()


def test_what_is_no_photo_is_refused_and_nothing_is_kept(client, world, plaque):
    client.force_login(world.captain)
    page = client.post(
        f"/desk/units/{world.unit.pk}/honours/plaques/{plaque.pk}/hang/",
        {"photo": SimpleUploadedFile("x.jpg", b"no picture")},
    )
    assert "不是可用的图片" in page.content.decode()
    plaque.refresh_from_db()
    assert (plaque.state, plaque.photo.name) == ("handed_over", "")


def test_a_loss_needs_words_and_leads_to_a_new_number(client, world, plaque):
    client.force_login(world.captain)
    address = f"/desk/units/{world.unit.pk}/honours/plaques/{plaque.pk}/lost/"
    assert "请写明遗失情况" in client.post(address, {"note": ""}).content.decode()
    assert client.post(address, {"note": "搬迁时遗失"}).status_code == 302
    old = perform(plaque, "reissue", by=world.officer, note="遗失补发")
    assert (old.state, old.successor.state) == ("replaced", "prepared")
    assert old.successor.number.endswith("-0002")


def test_only_its_captain_hangs_it_and_only_the_committee_reissues_it(world, plaque):
    with pytest.raises(PermissionDenied):
        perform(plaque, "hang", by=world.officer)
    for stranger in (world.captain, world.recommender, world.auditor):
        with pytest.raises(PermissionDenied):
            perform(plaque, "reissue", by=stranger, note="补发")
    with pytest.raises(TransitionBlocked, match="请先上传挂牌照片"):
        perform(plaque, "hang", by=world.captain)


def test_other_units_do_not_see_it(client, world, plaque):
    client.force_login(make.make_captain(make.make_unit(world.county)))
    for end in ("", f"plaques/{plaque.pk}/hang/", f"plaques/{plaque.pk}/photo/"):
        assert client.get(f"/desk/units/{world.unit.pk}/honours/{end}").status_code == 404


def test_the_handover_sheet_carries_number_and_code(client, world):
    plaque = Plaque.objects.get()
    client.force_login(world.officer)
    page = client.get(f"/admin/creation_cycle/plaque/{plaque.pk}/sheet/").content.decode()
    assert plaque.number in page
    assert '<svg class="plaque-code"' in page
    assert world.unit.get_absolute_url() in page
    client.force_login(make.make_officer(make.make_committee("邻市团委", "city", parent=world.province)))
    assert client.get(f"/admin/creation_cycle/plaque/{plaque.pk}/sheet/").status_code == 404
