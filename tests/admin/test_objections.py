"""异议 in the admin: evidence and objector are looked at on record, and never by somebody tied to the unit."""

from contextlib import closing

import pytest
from django.urls import reverse

from core.lifecycle import perform
from core.models import AccessRecord
from creation_cycle.models import Notice, Objection
from creation_cycle.services import notices
from creation_cycle.services.objections import object_to
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.honor_roll.world import make_candidacy, make_notice
from tests.workspace.media_files import photo, upload
from tests.workspace.paper_files import pdf
from units.models import Affiliation
from workspace.media.images import clean_image
from workspace.media.papers import clean_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def objection(journey) -> Objection:
    """Signed, with a photo and a PDF."""
    candidacy = make_candidacy(journey.unit, journey.cycle)
    notice = make_notice(journey.cycle, [candidacy])
    with closing(clean_image(photo())) as picture, closing(clean_paper(upload(pdf()))) as paper:
        return object_to(
            notice,
            candidacy,
            content="窗口无人值守",
            name="上官某",
            contact="0760",
            evidence=[picture, paper],
        )


def page(objection, name: str, *more) -> str:
    return reverse(f"admin:creation_cycle_objection_{name}", args=[objection.pk, *more])


def test_each_look_at_evidence_is_recorded(objection, people, as_user):
    client = as_user(people["officer"])
    picture, paper = objection.files.all()
    assert AccessRecord.objects.count() == 0
    shown = client.get(page(objection, "evidence", picture.key))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    saved = client.get(page(objection, "evidence", paper.key))
    assert saved["Content-Disposition"].startswith("attachment")
    assert "no-store" in saved["Cache-Control"]
    assert b"".join(saved.streaming_content).startswith(b"%PDF-")
    looks = AccessRecord.objects.order_by("pk").values_list("user", "what")
    assert list(looks) == [(people["officer"].pk, "证据 附件1.jpg"), (people["officer"].pk, "证据 附件2.pdf")]


@pytest.mark.parametrize(
    ("role", "status"),
    [("auditor", 403), ("approver", 403), ("county", 404), ("elsewhere", 404), ("captain", 302)],
)
def test_nobody_else_opens_evidence(objection, people, as_user, role, status):
    file = objection.files.first()
    assert as_user(people[role]).get(page(objection, "evidence", file.key)).status_code == status
    assert AccessRecord.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [("officer", 404), ("admin", 403)])
def test_who_is_tied_to_the_unit_sees_neither_evidence_nor_objector(objection, people, as_user, role, status):
    Affiliation.objects.create(user=people[role], employer=objection.candidacy.unit.employer)
    client = as_user(people[role])
    for address in (page(objection, "person"), page(objection, "evidence", objection.files.first().key)):
        assert client.get(address).status_code == status
    assert AccessRecord.objects.count() == 0


def test_a_file_of_another_objection_is_not_opened_under_this_one(objection, people, as_user):
    other = object_to(objection.notice, objection.candidacy, content="另一件")
    url = page(other, "evidence", objection.files.first().key)
    assert as_user(people["officer"]).get(url).status_code == 404


def test_the_page_leads_to_what_there_is(objection, people, as_user):
    client = as_user(people["officer"])
    shown = client.get(page(objection, "change")).content.decode()
    assert "附件1.jpg" in shown
    assert "查看姓名和联系方式" in shown
    anonymous = object_to(objection.notice, objection.candidacy, content="匿名的一件")
    assert "查看姓名和联系方式" not in client.get(page(anonymous, "change")).content.decode()


def test_a_case_is_closed_with_the_form(objection, people, as_user):
    perform(objection, "accept", by=people["officer"])
    client = as_user(people["officer"])
    url = reverse("admin:creation_cycle_objection_move", args=[objection.pk, "dismiss"])
    assert "部分属实，但不影响认定" in client.get(url).content.decode()
    given = {"outcome": "partly", "checked_by": "核查甲", "note": "已整改", "reply": "已经整改。"}
    refused = client.post(url, given)
    assert refused.status_code == 409
    assert "两人以上" in refused.content.decode()
    assert "已经整改。" in refused.content.decode(), "what was typed stays"
    assert client.post(url, given | {"outcome": "true", "checked_by": "核查甲、核查乙"}).status_code == 200
    assert client.post(url, given | {"checked_by": "核查甲、核查乙"}).status_code == 302
    assert Objection.objects.get().outcome == "partly"


def test_a_forgotten_objector_is_said_to_have_been_one(objection, people, as_user):
    conclude(objection, "dismiss", by=people["officer"])
    Objection.objects.update(name="", contact="")
    shown = as_user(people["officer"]).get(page(objection, "change")).content.decode()
    assert "姓名和联系方式已删除" in shown
    assert "查看姓名和联系方式" not in shown


def test_deleted_evidence_is_said_to_have_been_there(objection, people, as_user):
    objection.files.update(file="")
    client = as_user(people["officer"])
    assert "附件1（保留期已满，文件已删除）" in client.get(page(objection, "change")).content.decode()
    assert client.get(page(objection, "evidence", objection.files.first().key)).status_code == 404


# The notice's own page


@pytest.fixture
def draft(journey) -> Notice:
    return notices.draft_notice(journey.cycle, by=journey.officer, title="公示")


def list_all(notice) -> str:
    return reverse("admin:creation_cycle_notice_list_all", args=[notice.pk])


def test_a_button_puts_everything_nominated_on_the_draft(draft, journey, people, as_user):
    nominated = make_candidacy(make.make_unit(journey.county), journey.cycle, "nominated")
    client = as_user(people["officer"])
    change = reverse("admin:creation_cycle_notice_change", args=[draft.pk])
    assert "纳入全部拟认定集体" in client.get(change).content.decode()
    answer = client.post(list_all(draft), follow=True)
    assert "新纳入 1 个拟认定集体" in answer.content.decode()
    assert draft.entries.get().candidacy == nominated
    assert client.get(list_all(draft)).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("approver", 403), ("elsewhere", 404)])
def test_others_do_not_draw_up_the_list(draft, people, as_user, role, status):
    assert as_user(people[role]).post(list_all(draft)).status_code == status


def test_a_published_list_is_left_alone_with_a_sentence(draft, journey, people, as_user):
    notices.list_on(draft, [make_candidacy(make.make_unit(journey.county), journey.cycle, "nominated")])
    perform(draft, "open", by=journey.officer)
    late = make_candidacy(make.make_unit(journey.county), journey.cycle, "nominated")
    answer = as_user(people["officer"]).post(list_all(draft), follow=True)
    assert "公示已经发布，名单不能再改动" in answer.content.decode()
    assert not late.notice_entries.exists()


def test_a_later_name_stands_beside_the_published_one(draft, journey, people, as_user):
    unit = make.make_unit(journey.county, "示例一科")
    notices.list_on(draft, [make_candidacy(unit, journey.cycle, "nominated")])
    perform(draft, "open", by=journey.officer)
    type(unit).objects.filter(pk=unit.pk).update(name="示例二科")
    change = reverse("admin:creation_cycle_notice_change", args=[draft.pk])
    shown = as_user(people["officer"]).get(change).content.decode()
    assert "示例一科</a>（现名：示例二科）" in shown


def test_an_objection_that_was_upheld_leads_to_the_refusal(objection, people, as_user):
    change = page(objection, "change")
    button = reverse("admin:creation_cycle_candidacy_move", args=[objection.candidacy_id, "reject"])
    assert button not in as_user(people["officer"]).get(change).content.decode()
    conclude(objection, "uphold", by=people["officer"])
    assert button in as_user(people["officer"]).get(change).content.decode()
    assert button not in as_user(people["auditor"]).get(change).content.decode()
