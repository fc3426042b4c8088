"""明察暗访: planned by untied people, kept once whatever the network does, followed up before it is closed."""

from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment
from reviews.adjustment_grounds import (
    complaint_is_verified,
    inspection_found_something,
    rectification_failed,
)
from reviews.models import Inspection, OfflineEntry, Rectification
from reviews.queries.inspections import inspection_document
from reviews.services import inspections, sync
from reviews.services.inspections import OtherLook
from tests import factories as make
from tests.honor_roll.world import make_title
from tests.reviews.complaint_world import ComplaintWorld
from tests.reviews.inspection_world import look_at_all, make_inspection
from tests.workspace.media_files import photo
from units.models import Affiliation
from workspace.media.images import clean_image

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        _, self.city, self.county = make.make_line()
        self.unit = make.make_unit(self.county)
        self.officer = make.make_officer(self.city)
        self.inspector, self.second = make.make_user(), make.make_user()
        self.captain = make.make_captain(self.unit)

    def plan(self, **values) -> Inspection:
        return make_inspection(self.city, self.unit, [self.inspector, self.second], by=self.officer, **values)


@pytest.fixture
def world():
    return World()


def answer(client, item, look, remark="", *, key=None, base=0):
    address = reverse("reviews:inspection_sync_look", args=[item.inspection_id, item.pk])
    given = {
        "key": key or uuid4(),
        "base_version": base,
        f"found-{item.pk}": look,
        f"remark-{item.pk}": remark,
    }
    return client.post(address, given).json()


def test_it_is_planned_by_and_for_people_without_ties_and_a_secret_visit_stays_one(world):
    inspection = world.plan()
    assert inspection.items.count() == 7
    told = set(Message.objects.values_list("recipient", flat=True))
    assert told == {world.inspector.pk, world.second.pk}
    for stranger in (world.captain, make.make_user()):
        assert not Inspection.objects.visible_to(stranger).exists()
    Affiliation.objects.create(user=world.second, employer=world.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避"):
        world.plan()
    other = make.make_committee("邻市团委", "city")
    officer = make.make_officer(other)
    with pytest.raises(TransitionBlocked, match="不在"):
        make_inspection(other, world.unit, [world.inspector], by=officer)
    Affiliation.objects.all().delete()
    world.plan(kind="announced")
    assert Message.objects.filter(recipient=world.captain, title__contains="将来检查").exists()


def test_by_a_standard_it_looks_at_what_people_judge(world):
    standard = make.make_standard(world.city)
    assert world.plan(standard=standard).items.count() == standard.items.count()


def test_an_entry_of_the_queue_is_applied_once(world, client):
    inspection = world.plan()
    item = inspection.items.first()
    client.force_login(world.inspector)
    key = uuid4()
    first = answer(client, item, "fine", key=key)
    assert first == {"state": "saved", "version": 1}
    answer(client, item, "problem", "牌匾有污渍", base=1)
    assert answer(client, item, "fine", key=key) == first
    item.refresh_from_db()
    assert (item.look, item.remark, OfflineEntry.objects.count()) == ("problem", "牌匾有污渍", 2)


def test_another_device_is_not_written_over(world, client):
    inspection = world.plan()
    item = inspection.items.first()
    client.force_login(world.inspector)
    answer(client, item, "problem", "褪色")
    other = answer(client, item, "fine")
    assert other["state"] == "conflict"
    assert other["theirs"]["fields"] == {f"found-{item.pk}": "problem", f"remark-{item.pk}": "褪色"}
    assert answer(client, item, "problem")["state"] == "refused"
    assert "请写明看到了什么" in answer(client, item, "problem")["reason"]


def test_pictures_and_the_comment_arrive_once(world, client):
    inspection = world.plan()
    item = inspection.items.first()
    key = uuid4()
    for _ in range(2):
        with closing(clean_image(photo())) as media:
            sync.apply_inspection_photo(inspection, item, key=key, media=media)
    assert item.photos.count() == 1
    client.force_login(world.inspector)
    address = reverse("reviews:inspection_sync_comment", args=[inspection.pk])
    given = {"key": uuid4(), "comment": "总体良好", "base_comment": ""}
    assert client.post(address, given).json()["state"] == "saved"
    late = {"key": uuid4(), "comment": "一般", "base_comment": ""}
    assert client.post(address, late).json() == {"state": "conflict", "theirs": {"comment": "总体良好"}}
    document = inspection_document(Inspection.objects.get(), world.inspector)
    assert (document["comment"], document["items"][0]["held"]["photos"]) == ("总体良好", 1)
    shown = client.get(reverse("reviews:inspection_photo", args=[key]))
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    client.force_login(world.captain)
    assert client.get(reverse("reviews:inspection_photo", args=[key])).status_code == 404


def test_the_handshake_names_what_the_phone_keeps(world, client):
    inspection = world.plan()
    client.force_login(world.inspector)
    assert [sheet["pk"] for sheet in client.get("/review/offline/handshake/").json()["sheets"]] == [
        f"i{inspection.pk}"
    ]
    client.force_login(world.captain)
    assert client.get("/review/offline/handshake/").json()["sheets"] == []
    assert client.get(reverse("reviews:inspection_document", args=[inspection.pk])).status_code == 404


def test_the_page_without_scripts_saves_shows_the_other_device_and_hands_in(world, client):
    inspection = world.plan()
    client.force_login(world.inspector)
    items = list(inspection.items.all())
    inspections.save_look(inspection, items[0], look="problem", remark="褪色", base_version=0)
    page = {f"found-{item.pk}": "fine" for item in items} | {f"version-{item.pk}": 0 for item in items}
    refused = client.post(inspection.get_absolute_url(), page | {"comment": "良好"})
    assert refused.status_code == 409
    assert "另一台设备已记录：存在问题 褪色" in refused.content.decode()
    assert inspection.items.filter(look="fine").count() == len(items) - 1
    versions = {f"version-{item.pk}": item.version for item in inspection.items.all()}
    assert (
        client.post(inspection.get_absolute_url(), page | versions | {"comment": "良好"}).status_code == 302
    )
    report = reverse("reviews:inspection_report", args=[inspection.pk])
    assert "提交检查情况" in client.get(report).content.decode()
    assert client.post(report).url == "/review/"
    assert Inspection.objects.get().state == "reported"
    assert Message.objects.filter(recipient=world.officer, title__startswith="检查已提交").exists()


def test_it_is_handed_in_whole_by_its_inspectors(world):
    inspection = world.plan(opens_on=clock.today() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        perform(inspection, "report", by=world.officer)
    with pytest.raises(TransitionBlocked, match="还有 7 项没有记录"):
        perform(inspection, "report", by=world.inspector)
    Inspection.objects.update(opens_on=clock.today())
    look_at_all(inspection)
    inspection = perform(inspection, "report", by=world.inspector)
    with pytest.raises(TransitionBlocked, match="不能再修改"):
        inspections.save_comment(inspection, comment="晚了")


def test_what_was_found_is_mended_before_it_is_closed(world, client):
    inspection = world.plan()
    look_at_all(inspection, problems=2)
    inspection = perform(inspection, "report", by=world.inspector)
    with pytest.raises(TransitionBlocked, match="发现 2 项问题，尚未整改完成"):
        perform(inspection, "close", by=world.officer, note="办结")
    client.force_login(world.officer)
    mend = reverse("admin:reviews_inspection_mend", args=[inspection.pk])
    assert "公示牌已经褪色" in client.get(mend).content.decode()
    given = {"problem": "公示牌已经褪色", "clause": "示例条款", "due_on": clock.today() + timedelta(days=30)}
    assert client.post(mend, given).status_code == 302
    notice = Rectification.objects.get(inspection=inspection)
    notice.answer = "已更换"
    notice.save()
    notice = perform(notice, "hand_in", by=world.captain)
    perform(notice, "close", by=world.officer, note="复查通过")
    assert perform(inspection, "close", by=world.officer, note="整改完成").state == "closed"


def test_or_an_adjustment_is_proposed(world, client):
    title = make_title(world.unit)
    title.committee = world.city
    title.save()
    inspection = world.plan()
    look_at_all(inspection, problems=1)
    inspection = perform(inspection, "report", by=world.inspector)
    client.force_login(world.officer)
    address = reverse("admin:reviews_inspection_propose", args=[inspection.pk])
    assert "公示牌已经褪色" in client.get(address).content.decode()
    given = {"title": title.pk, "kind": "warn", "facts": "公示牌褪色", "clause": "示例条款"}
    assert client.post(address, given).status_code == 302
    adjustment = Adjustment.objects.get()
    assert (adjustment.basis, adjustment.kind) == (AdjustmentBasis.INSPECTION, AdjustmentKind.WARN)
    assert inspection_found_something(adjustment).ok
    assert perform(inspection, "close", by=world.officer, note="已提出动态调整").state == "closed"


def test_a_second_time_says_what_is_wrong(world):
    inspection = world.plan()
    item = inspection.items.first()
    with pytest.raises(ValidationError, match="请先选择情况"):
        inspections.save_look(inspection, item, look="", remark="说明", base_version=0)
    inspections.save_look(inspection, item, look="fine", remark="", base_version=0)
    assert inspections.save_look(inspection, item, look="fine", remark="", base_version=0).version == 1
    other = inspections.save_look(inspection, item, look="unseen", remark="", base_version=0)
    assert isinstance(other, OtherLook)


# What founds a sanction


@pytest.mark.parametrize(
    ("outcome", "founds"), [("true", True), ("partly", True), ("untrue", False), ("unproven", False)]
)
def test_only_a_verified_complaint_of_that_very_unit_founds_an_adjustment(outcome, founds):
    world = ComplaintWorld()
    title = make_title(world.unit)
    complaint = world.take(world.complain(), "concluded", outcome=outcome)
    on = {"title": title, "basis": AdjustmentBasis.COMPLAINT}
    assert complaint_is_verified(Adjustment(**on, basis_key=f"complaint:{complaint.pk}")).ok == founds
    other = make_title(make.make_unit(world.county))
    on_other = Adjustment(title=other, basis=on["basis"], basis_key=f"complaint:{complaint.pk}")
    assert not complaint_is_verified(on_other).ok
    assert not complaint_is_verified(Adjustment(**on, basis_key="complaint:")).ok


def test_only_a_failed_rectification_does(world):
    title = make_title(world.unit)
    notice = Rectification.objects.create(
        number="ZG-1", committee=world.city, unit=world.unit, problem="问题", clause="条款",
        due_on=clock.today(), issued_by=world.officer,
    )  # fmt: skip
    adjustment = Adjustment(title=title, basis="rectification", basis_key=f"rectification:{notice.pk}")
    assert not rectification_failed(adjustment).ok
    Rectification.objects.update(due_on=clock.today() - timedelta(days=1))
    assert rectification_failed(adjustment).ok
