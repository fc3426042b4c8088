"""异议 from the form to the resumed notice."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Objection
from creation_cycle.services.objections import object_to
from honor_roll.views import objections
from tests import factories as make
from tests.creation_cycle.objections import conclude, findings
from tests.honor_roll.world import make_candidacy, make_notice, make_public_world
from tests.workspace.media_files import photo, telling_photo, upload
from tests.workspace.paper_files import loaded_pdf, word

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


# By name or without


def test_who_signs_leaves_a_name_and_who_does_not_leaves_none(client, world):
    send(client, world[3], signing="named", name="欧阳询问", contact="13800001111")
    send(client, world[3], signing="anonymous", name="欧阳询问", contact="13800001111")
    kept = Objection.objects.order_by("pk").values_list("is_anonymous", "name", "contact")
    assert list(kept) == [(False, "欧阳询问", "13800001111"), (True, "", "")]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"signing": ""}, "这个字段是必填项"),
        ({"signing": "somebody"}, "选择一个有效的选项"),
        ({"signing": "named", "contact": "13800001111"}, "请填写姓名；不便填写的，可以选择“匿名”"),
        ({"signing": "named", "name": "欧阳询问"}, "请填写联系方式；不便填写的，可以选择“匿名”"),
        ({"content": "服务态度不好"}, "请写明时间、地点和具体事实（不少于 20 字），或者附上照片、文件"),
    ],
)
def test_what_is_missing_is_said_kindly(client, world, values, sentence):
    answer = send(client, world[3], **values)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Objection.objects.exists()


def test_few_words_are_enough_with_a_name_or_with_evidence(client, world):
    short = {"content": "窗口无人值守"}
    assert send(client, world[3], **short, signing="named", name="欧阳", contact="0760").status_code == 302
    assert send(client, world[3], **short, evidence=[photo()]).status_code == 302


# Evidence


def test_evidence_is_kept_re_saved(client, world):
    files = [upload(telling_photo(), "张三拍的.jpg"), upload(loaded_pdf(), "a.pdf"), upload(word(), "b.docx")]
    assert send(client, world[3], evidence=files).status_code == 302
    kept = list(Objection.objects.get().files.all())
    assert [file.name for file in kept] == ["附件1.jpg", "附件2.pdf", "附件3.docx"]
    stored = b""
    for file in kept:
        with file.file.open("rb") as content:
            stored += content.read()
    for left in (b"GPS", b"alert", b"carried along"):
        assert left not in stored


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            [("网页.jpg", b"<html><script>alert(1)</script></html>")],
            "“网页.jpg”不是可用的图片（看起来是网页）",
        ),
        ([("旧.doc", b"\xd0\xcf\x11\xe0" + bytes(600))], "旧版 Word 文档"),
        ([("空.jpg", b"")], "提交的是空文件|是空文件"),
        ([(f"{n}.pdf", b"%PDF-") for n in range(6)], "一次最多选择 5 个文件，现为 6 个"),
        ([("程序.pdf", b"MZ\x90\x00" + bytes(60))], "“程序.pdf”不是可用的图片"),
    ],
)
def test_a_refused_file_says_why_and_the_text_stays(client, world, files, sentence):
    answer = send(client, world[3], evidence=[upload(data, name) for name, data in files])
    assert answer.status_code == 200
    text = answer.content.decode()
    assert re.search(sentence, text)
    assert "三月五日上午九点" in text
    assert "请重新选择后再提交" in text
    assert not Objection.objects.exists()


def test_attempts_are_counted_before_files_are_opened(client, world, monkeypatch):
    monkeypatch.setattr(objections, "ATTEMPTS", "2/h")
    broken = [upload(b"not an image", "a.jpg")]
    assert [send(client, world[3], evidence=broken).status_code for _ in range(2)] == [200, 200]
    answer = send(client, world[3], evidence=[photo()])
    assert answer.status_code == 429
    text = answer.content.decode()
    assert "三月五日上午九点" in text
    assert "请重新选择后再提交" in text


# Its code


def full_width(code: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in code)


def track(client, code: str):
    return client.post("/notices/objections/", {"code": code})


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:5]} {code[5:]} ", full_width])
def test_the_code_is_read_as_people_type_it(client, world, typed):
    send(client, world[3])
    assert "决定是否受理" in track(client, typed(Objection.objects.get().tracking_code)).content.decode()


def test_the_case_is_followed_step_by_step_without_what_was_said(client, world):
    cycle, unit, _, notice = world
    officer = make.make_officer(cycle.committee)
    send(client, notice, signing="named", name="欧阳询问", contact="13800001111")
    objection = Objection.objects.get()
    pages = [track(client, objection.tracking_code).content.decode()]
    perform(objection, "accept", by=officer)
    pages.append(track(client, objection.tracking_code).content.decode())
    found = findings(
        "dismiss", note="内部理由", reply="经核查，当天窗口有人值守。", checked_by="核查甲、核查乙"
    )
    perform(objection, "dismiss", by=officer, **found)
    pages.append(track(client, objection.tracking_code).content.decode())
    for page, sentence in zip(
        pages, ("决定是否受理", "正在核查", "核查结论：不属实，异议不成立"), strict=True
    ):
        assert sentence in page
        assert unit.name in page
    assert "经核查，当天窗口有人值守。" in pages[2]
    for secret in ("三月五日", "欧阳询问", "13800001111", "内部理由", "核查甲"):
        assert secret not in "".join(pages)


def test_a_declined_one_reads_the_reason(client, world):
    send(client, world[3])
    objection = perform(
        Objection.objects.get(), "decline", by=make.make_officer(world[0].committee), note="没有写明事实"
    )
    page = track(client, objection.tracking_code).content.decode()
    assert "不予受理" in page
    assert "没有写明事实" in page


def test_it_can_be_followed_after_the_notice_was_taken_down(client, world):
    notice = world[3]
    send(client, notice)
    notice.taken_down_on = notice.closes_on + timedelta(days=1)
    notice.save()
    code = Objection.objects.get().tracking_code
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        assert client.get(notice.get_absolute_url()).status_code == 410
        page = track(client, code).content.decode()
    assert "决定是否受理" in page


@pytest.mark.parametrize("code", ["", "ABCDEFGHJK", "<script>", "' OR 1=1 --"])
def test_an_unknown_code_tells_nothing(client, world, code):
    send(client, world[3])
    page = track(client, code).content.decode()
    assert world[1].name not in page
    assert "没有查到" in page or "必填" in page


def test_codes_cannot_be_tried_without_end(client, world, monkeypatch):
    monkeypatch.setattr(objections, "LOOKS", "2/h")
    assert [track(client, "ABCDEFGHJK").status_code for _ in range(3)] == [200, 200, 429]
