"""异议 from the form to the resumed notice."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from core import clock
from core.lifecycle import TransitionBlocked
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Objection
from creation_cycle.services.objections import object_to
from honor_roll.views import objections
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.honor_roll.world import make_candidacy, make_notice, make_public_world

pytestmark = pytest.mark.django_db
SAID = "三月五日上午九点，办事窗口无人值守半小时。\n有照片。"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def world():
    return make_public_world()


def given(notice, **values) -> dict:
    typed = {"content": SAID, "signing": "anonymous", "name": "", "contact": ""}
    return {"entry": notice.entries.get().pk, **typed, **values}


def send(client, notice, **values):
    return client.post(f"/notices/{notice.pk}/object/", given(notice, **values))


def test_an_anonymous_objection_suspends_the_units_notice_and_gets_a_code(client, world):
    _, _, candidacy, notice = world
    answer = send(client, notice)
    assert answer.url == f"/notices/{notice.pk}/object/received/"
    objection = Objection.objects.get()
    assert (objection.candidacy, objection.notice, objection.name, objection.contact) == (
        candidacy,
        notice,
        "",
        "",
    )
    assert objection.content == SAID
    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.CONTESTED
    assert objection.tracking_code in client.get(answer.url).content.decode()
    assert "异议核查中" in client.get(notice.get_absolute_url()).content.decode()


def test_dismissed_objections_let_the_notice_go_on(client, world):
    cycle, _, candidacy, notice = world
    officer = make.make_officer(cycle.committee)
    send(client, notice)
    send(client, notice)
    first, second = Objection.objects.order_by("pk")
    conclude(first, "dismiss", by=officer)
    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.CONTESTED
    conclude(second, "dismiss", by=officer)
    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.PUBLICISED
    assert "异议核查中" not in client.get(notice.get_absolute_url()).content.decode()


def test_the_code_is_shown_to_the_visitor_who_objected_alone(client, world):
    notice = world[3]
    assert client.get(f"/notices/{notice.pk}/object/received/").url == notice.get_absolute_url()


def test_name_and_contact_are_kept_encrypted(client, world):
    send(client, world[3], signing="named", name="欧阳询问", contact="13800001111")
    assert (Objection.objects.get().name, Objection.objects.get().contact) == ("欧阳询问", "13800001111")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM creation_cycle_objection")
        stored = "".join(map(str, cursor.fetchone()))
    assert "欧阳询问" not in stored
    assert "13800001111" not in stored


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"content": "  "}, "这个字段是必填项"),
        ({"content": "字" * 4001}, "4000"),
        ({"content": "翻转\u202e文字"}, "不可见的控制字符"),
        ({"entry": ""}, "这个字段是必填项"),
        ({"entry": "999999"}, "选择一个有效的选项"),
        ({"website": "https://spam.example"}, "请留空"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(client, world, values, sentence):
    answer = send(client, world[3], **{"name": "张<b>三", **values})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert sentence in text
    assert "张&lt;b&gt;三" in text
    assert not Objection.objects.exists()


def test_units_of_other_notices_cannot_be_named(client, world):
    cycle, unit, _, notice = world
    other = make_candidacy(make.make_unit(unit.committee), cycle)
    elsewhere = make_notice(cycle, [other])
    assert send(client, notice, entry=elsewhere.entries.get().pk).status_code == 200
    assert not Objection.objects.exists()


def test_after_the_last_day_a_sentence_refuses(client, world):
    _, _, candidacy, notice = world
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert client.get(f"/notices/{notice.pk}/object/").status_code == 200
        answer = send(client, notice)
        with pytest.raises(TransitionBlocked):
            object_to(notice, candidacy, content="迟到")
    assert answer.status_code == 409
    assert "现已届满" in answer.content.decode()
    assert not Objection.objects.exists()


def test_a_closed_notice_refuses_even_before_anybody_decides(world):
    cycle, _, candidacy, _ = world
    closed = make_notice(cycle, [candidacy], state=NoticeState.CLOSED, days=-1)
    with pytest.raises(TransitionBlocked):
        object_to(closed, candidacy, content="迟到")


def test_a_unit_decided_while_the_form_was_open_is_refused_with_the_reason(client, world, monkeypatch):
    _, _, candidacy, notice = world

    def decided_meanwhile(*args, **kwargs):
        type(candidacy).objects.filter(pk=candidacy.pk).update(state=CandidacyState.REJECTED, reason="示例")
        return object_to(*args, **kwargs)

    monkeypatch.setattr(objections, "object_to", decided_meanwhile)
    answer = send(client, notice)
    assert answer.status_code == 409
    assert "该集体的公示已经结束" in answer.content.decode()
    assert SAID.replace("\n", "<br>") in answer.content.decode(), "it can be copied"
    assert not Objection.objects.exists()


def test_one_address_cannot_flood_the_committee(client, world, monkeypatch):
    monkeypatch.setattr(objections, "RATE", "2/h")
    notice = world[3]
    assert [send(client, notice, content="").status_code for _ in range(3)] == [200, 200, 200]
    assert [send(client, notice).status_code for _ in range(3)] == [302, 302, 429]
    assert Objection.objects.count() == 2
    refused = send(client, notice, content="不想再写一遍的内容，三月五日上午窗口无人值守").content.decode()
    assert "提交过于频繁" in refused
    assert "不想再写一遍的内容，三月五日上午窗口无人值守</textarea>" in refused
    elsewhere = client.post(f"/notices/{notice.pk}/object/", given(notice), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302
