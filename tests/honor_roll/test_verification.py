"""Checking a certificate: the word on its page, and what happens to numbers that are wrong."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from creation_cycle.certificates.number import format_number
from creation_cycle.enums import CertificateState, TitleState
from creation_cycle.models import Certificate
from honor_roll.queries import verification
from tests import factories as make
from tests.honor_roll.world import certificate_of, make_recognition, make_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    city = make.make_line()[1]
    city.issuer_name = "示例市团委、示例市组委会"
    city.save()
    return make.make_unit(city, "办税服务厅")


def page_of(client, title):
    return client.get(certificate_of(title).get_absolute_url())


@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [
        (TitleState.IN_FORCE, "有效", "ok"),
        (TitleState.WARNED, "警告", "wait"),
        (TitleState.REVOKED, "已撤销", "stop"),
        (TitleState.ENDED, "已到期", "idle"),
    ],
)
def test_the_word_follows_the_title(client, unit, state, word, tone):
    page = page_of(client, make_title(unit, state=state))
    assert page.status_code == 200
    assert (page.context["verdict"].word, page.context["verdict"].tone) == (word, tone)
    assert f'class="verdict tone-{tone}"' in page.content.decode()
    assert ("理由：材料不实" in page.content.decode()) is (state == TitleState.REVOKED)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (CertificateState.REPLACED, verification.REPLACED),
        (CertificateState.REVOKED, verification.PAPER_REVOKED),
    ],
)
def test_a_paper_may_fall_while_its_title_stands(client, unit, state, verdict):
    title = make_title(unit)
    Certificate.objects.filter(title=title).update(state=state, state_reason="示例")
    assert page_of(client, title).context["verdict"] == verdict


def test_an_older_certificate_says_which_star_holds_now(client, unit):
    title = make_title(unit, star=2)
    older = make_recognition(title, star=1, on=date(2022, 1, 1)).certificates.get()
    page = client.get(older.get_absolute_url())
    assert page.context["verdict"] == verification.ADJUSTED
    assert "现在的星级" in page.content.decode()


def test_the_page_shows_what_the_paper_says_and_when_it_was_checked(client, unit):
    title = make_title(unit, star=2)
    with time_machine.travel(datetime(2026, 5, 12, 2, 32, tzinfo=UTC), tick=False):
        text = page_of(client, title).content.decode()
    certificate = certificate_of(title)
    stated = [certificate.number, certificate.file_hash, certificate.recognition.decision_number]
    unit_and_title = [
        "办税服务厅",
        "中山市青年文明号",
        "二星级",
        "2024年3月1日",
        "示例市团委<br>示例市组委会",
    ]
    for shown in [*stated, *unit_and_title, "2026年5月12日 10:32"]:
        assert shown in text


def test_a_past_title_refers_to_its_paper_and_source(client, unit):
    title = make_title(unit, source="中山日报 2023-03-03", year_only=True, on=date(2023, 12, 31))
    Certificate.objects.update(file_hash="")
    text = page_of(client, title).content.decode()
    assert "以当时颁发的纸质证书为准" in text
    assert "中山日报 2023-03-03" in text
    assert "2023年12月31日" not in text
    assert "文件摘要" not in text


def test_nobody_keeps_a_verification_page(client, unit):
    assert page_of(client, make_title(unit))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("change", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", "－"),
                                    lambda n: n.replace("-", ""), lambda n: f"  {n} "])  # fmt: skip
def test_however_it_is_typed_it_leads_to_the_printed_number(client, unit, change):
    number = certificate_of(make_title(unit)).number
    assert client.get("/verify/", {"number": change(number)}, follow=True).redirect_chain == [
        (f"/verify/{number}/", 302)
    ]
    answer = client.get(f"/verify/{change(number)}/", follow=True)
    assert answer.context["certificate"].number == number


WRONG = {
    "": "请输入证书编号",
    "abc": "格式不对",
    "Q442000-2024-0001-A": "首字母“Q”不代表任何级别",
    "D442000-2024-0000-A": "序号“0000”不存在",
    "D442000-2024-0001-?": "格式不对",
    "<script>": "格式不对",
}


@pytest.mark.parametrize(("number", "sentence"), WRONG.items())
def test_the_form_says_which_part_is_wrong(client, number, sentence):
    page = client.get("/verify/", {"number": number})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "<script>" not in page.content.decode().replace("<script src", "")


def test_a_wrong_check_character_is_named_as_such(client, unit):
    number = certificate_of(make_title(unit)).number
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    for address, status in ((f"/verify/?number={wrong}", 200), (f"/verify/{wrong}/", 404)):
        page = client.get(address)
        assert page.status_code == status
        assert "校验码不符" in page.content.decode()


def test_a_number_that_was_never_given_out_is_not_found(client, unit):
    unknown = format_number(level="city", region="442000", cycle=2024, sequence=999)
    page = client.get(f"/verify/{unknown}/")
    assert page.status_code == 404
    assert "未查到该编号" in page.content.decode()


@pytest.mark.parametrize("state", [CertificateState.QUEUED, CertificateState.FAILED])
def test_what_was_not_handed_out_yet_does_not_verify(client, unit, state):
    title = make_title(unit)
    Certificate.objects.update(state=state, failure="缺字")
    page = page_of(client, title)
    assert page.status_code == 404
    assert "缺字" not in page.content.decode()
