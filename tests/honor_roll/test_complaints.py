"""投诉 from the public's side: the form, its limits, the code, the way of the case, and one word on the reply."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from core.form_stamps import new_stamp
from core.lifecycle import perform
from core.sums import sum_for
from honor_roll.queries.complaints import outcomes
from honor_roll.views import complaints as views
from reviews.models import Complaint
from reviews.services.complaints import rate
from tests import factories as make
from tests.honor_roll.world import make_candidacy, make_title
from tests.reviews.complaint_world import ComplaintWorld
from tests.workspace.media_files import telling_photo, upload
from tests.workspace.paper_files import pdf

pytestmark = pytest.mark.django_db
SAID = "三月五日上午九点，办事窗口无人值守半小时，排队的有七八个人。"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def world():
    with time_machine.travel("2026-05-11T10:00:00+08:00", tick=False) as travel:
        world = ComplaintWorld()
        make_candidacy(world.unit, make.make_cycle(world.city), "creating")
        world.travel = travel
        yield world


def stamp_of(client, world) -> str:
    """The stamp of a page that was opened a minute ago."""
    page = client.get(f"/complaints/new/?unit={world.unit.slug}").content.decode()
    world.travel.shift(60)
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def send(client, world, **values):
    given = {"category": "service", "content": SAID, "signing": "anonymous", "name": "", "contact": ""}
    given["stamp"] = values.pop("stamp", None) or stamp_of(client, world)
    return client.post(f"/complaints/new/?unit={world.unit.slug}", {**given, **values})


def received_code(client, answer) -> str:
    assert answer.url == "/complaints/received/"
    return re.search(r'id="tracking-code">(\w+)<', client.get(answer.url).content.decode())[1]


def track(client, code: str) -> str:
    return client.post("/complaints/track/", {"code": code}).content.decode()


def test_a_complaint_gets_a_code_that_opens_it_and_stands_in_no_table(client, world):
    code = received_code(client, send(client, world))
    complaint = Complaint.objects.get()
    assert (complaint.unit, complaint.committee, complaint.is_anonymous) == (world.unit, world.city, True)
    page = track(client, f" {code[:4].lower()}-{code[4:]} ")
    assert "投诉已经收到" in page
    assert "2026年5月18日" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        sessions = str(cursor.fetchall())
    assert code not in sessions
    assert code not in str(Complaint.objects.values().get())


def test_two_clicks_are_one_complaint_with_one_code(client, world):
    stamp = stamp_of(client, world)
    codes = {received_code(client, send(client, world, stamp=stamp)) for _ in range(2)}
    assert len(codes) == Complaint.objects.count() == 1


def test_contact_is_kept_encrypted_and_of_the_anonymous_not_at_all(client, world):
    named = {"signing": "named", "name": "欧阳询问", "contact": "13800001111"}
    assert send(client, world, **named).status_code == 302
    assert send(client, world, **named | {"signing": "anonymous"}).status_code == 302
    kept = Complaint.objects.order_by("pk").values_list("is_anonymous", "name", "contact")
    assert list(kept) == [(False, "欧阳询问", "13800001111"), (True, "", "")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact, contact_index FROM reviews_complaint")
        assert "13800001111" not in str(cursor.fetchall())


def test_files_are_proved_by_opening_and_lose_what_tells(client, world):
    evidence = [upload(telling_photo(), "照片.jpg"), upload(pdf())]
    assert send(client, world, evidence=evidence).status_code == 302
    assert [file.name for file in Complaint.objects.get().files.all()] == ["附件1.jpg", "附件2.pdf"]
    refused = send(client, world, evidence=[upload(b"MZ not a picture", "照片.jpg")])
    page = refused.content.decode()
    assert refused.status_code == 200
    assert SAID in page
    assert "请重新选择" in page
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"category": ""}, "这个字段是必填项"),
        ({"content": "服务不好"}, "请写明时间、地点和具体事实"),
        ({"signing": "named"}, "请填写联系方式"),
        ({"website": "http://x"}, "请留空"),
        ({"stamp": "forged"}, "打开的时间太长了"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(client, world, values, sentence):
    answer = send(client, world, **{"name": "欧阳询问", "content": SAID, **values})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert values.get("content", SAID) in page
    assert "欧阳询问" in page
    assert not Complaint.objects.exists()


def test_what_is_sent_too_fast_or_too_late_is_sent_by_one_more_click(client, world):
    stamp = new_stamp()
    quick = send(client, world, stamp=stamp).content.decode()
    assert "提交得太快了" in quick
    world.travel.shift(10)
    assert send(client, world, stamp=re.search(r'name="stamp" value="([^"]+)"', quick)[1]).status_code == 302
    stamp = new_stamp()
    world.travel.shift(25 * 3600)
    late = send(client, world, stamp=stamp).content.decode()
    world.travel.shift(10)
    assert send(client, world, stamp=re.search(r'name="stamp" value="([^"]+)"', late)[1]).status_code == 302


def test_an_address_that_sends_a_lot_answers_a_sum_and_then_waits(client, world, monkeypatch):
    monkeypatch.setattr(views, "RATE", "4/h")
    for _ in range(3):
        send(client, world)
    stamp = stamp_of(client, world)
    asked = send(client, world, stamp=stamp).content.decode()
    question, answer = sum_for(stamp)
    assert question in asked
    assert "答案不对" in asked
    assert send(client, world, stamp=stamp, total=str(answer)).status_code == 302
    stamp = stamp_of(client, world)
    over = send(client, world, stamp=stamp, total=str(sum_for(stamp)[1]))
    assert (over.status_code, SAID in over.content.decode()) == (429, True)
    assert Complaint.objects.count() == 4


def test_one_contact_is_told_when_it_has_sent_enough(client, world):
    named = {"signing": "named", "contact": "13800001111"}
    for _ in range(3):
        send(client, world, **named, **sum_given(client, world))
    page = send(client, world, **named, **sum_given(client, world)).content.decode()
    assert "同一联系方式一天内最多提交 3 件投诉" in page
    assert SAID in page


def sum_given(client, world) -> dict:
    stamp = stamp_of(client, world)
    return {"stamp": stamp, "total": str(sum_for(stamp)[1])}


def test_without_a_unit_it_is_searched_for(client, world):
    hidden = make.make_unit(world.county, "示例草稿集体")
    page = client.get("/complaints/new/?q=" + world.unit.name).content.decode()
    assert f"?unit={world.unit.slug}" in page
    assert "没有找到" in client.get("/complaints/new/?q=草稿").content.decode()
    assert client.get(f"/complaints/new/?unit={hidden.slug}").status_code == 404


def test_the_way_of_a_case_in_plain_words(client, world):
    code = received_code(client, send(client, world))
    seen = []
    complaint = Complaint.objects.get()
    for state in ("accepted", "forwarded", "stated", "checking", "concluded", "answered"):
        complaint = world.take(complaint, state)
        page = track(client, code)
        seen.append(page)
        assert SAID not in page
        assert world.officer.name not in page
        assert ("监控显示窗口无人" in page) is False
    assert ["经核查，情况属实" in page for page in seen] == [False] * 5 + [True]
    assert ["评价这次办理" in page for page in seen] == [False] * 5 + [True]


def test_a_declined_one_reads_the_reason(client, world):
    code = received_code(client, send(client, world))
    perform(Complaint.objects.get(), "decline", by=world.officer, note="反映的不是该集体的窗口")
    page = track(client, code)
    assert "反映的不是该集体的窗口" in page
    assert "不予受理" in page


def test_rating_once_and_asking_the_body_above(client, world):
    code = received_code(client, send(client, world))
    world.take(Complaint.objects.get(), "answered")
    address = "/complaints/track/rate/"
    unsure = client.post(address, {"code": code, "satisfaction": "satisfied", "wants_review": "on"})
    assert "选择“不满意”的才可以申请复查" in unsure.content.decode()
    given = {
        "code": code,
        "satisfaction": "dissatisfied",
        "wants_review": "on",
        "review_reason": "没有查监控",
    }
    assert "已经请上级团组织复查" in client.post(address, given).content.decode()
    assert "只能提交一次" in client.post(address, given | {"satisfaction": "satisfied"}).content.decode()
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.satisfaction, complaint.review_request) == (
        "reviewing",
        "dissatisfied",
        "没有查监控",
    )
    assert (
        "没有查到这个查询码"
        in client.post(address, {"code": "A" * 12, **given | {"code": "B" * 12}}).content.decode()
    )


def test_codes_are_not_tried_without_end(client, world, monkeypatch):
    monkeypatch.setattr(views, "LOOKS", "2/h")
    for _ in range(2):
        assert client.post("/complaints/track/", {"code": "A" * 12}).status_code == 200
    assert client.post("/complaints/track/", {"code": "A" * 12}).status_code == 429


def test_small_counts_are_not_published(client, world):
    def answered(number: int, outcome: str) -> None:
        for _ in range(number):
            rate(world.take(world.complain(), "answered", outcome=outcome), satisfaction="satisfied")

    answered(5, "true")
    answered(2, "untrue")
    found = outcomes()
    assert found.rows[:3] == [("属实", 5), ("部分属实", 0), ("不属实", None)]
    assert found.total is None, "5 taken from 7 would give the 2 away"
    answered(1, "unproven")
    assert (outcomes().rows[3], outcomes().total) == (("无法查实", None), 8)
    assert "少于 5" in client.get("/statistics/").content.decode()


def test_the_units_page_leads_to_the_form(client, world):
    make_title(world.unit)
    assert (
        f"/complaints/new/?unit={world.unit.slug}"
        in client.get(world.unit.get_absolute_url()).content.decode()
    )
