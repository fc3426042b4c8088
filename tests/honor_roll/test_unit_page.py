"""A unit's plaque: what it holds and promises, and who gets one at all."""

from datetime import date

import pytest

from core import clock
from creation_cycle.enums import CandidacyState, CertificateState, NoticeState, TitleState
from creation_cycle.models import Certificate
from tests import factories as make
from tests.honor_roll.world import (
    certificate_of,
    make_candidacy,
    make_notice,
    make_recognition,
    make_title,
)
from units.enums import Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    county = make.make_line()[2]
    return make.make_unit(county, "办税服务厅")


@pytest.fixture
def cycle(unit):
    return make.make_cycle(unit.committee.parent)


def plaque(client, unit):
    return client.get(unit.get_absolute_url()).context["plaque"]


def text_of(client, unit) -> str:
    return client.get(unit.get_absolute_url()).content.decode()


def test_a_unit_without_any_title_has_no_page_not_even_while_on_a_notice(client, unit, cycle):
    make_notice(cycle, [make_candidacy(unit, cycle)])
    assert client.get(unit.get_absolute_url()).status_code == 404
    make_title(unit)
    assert client.get(unit.get_absolute_url()).status_code == 200


def test_the_highest_title_held_crowns_the_plaque(client, unit):
    make_title(unit, level=Level.CITY, star=3)
    provincial = make_title(unit, level=Level.PROVINCIAL, star=1)
    make_title(unit, level=Level.NATIONAL, state=TitleState.REVOKED)
    assert plaque(client, unit).crown == provincial
    levels = [title.level for title in plaque(client, unit).titles]
    assert levels == [Level.NATIONAL, Level.PROVINCIAL, Level.CITY]


def test_a_unit_that_lost_everything_keeps_its_page_with_the_reason(client, unit):
    make_title(unit, state=TitleState.REVOKED)
    text = text_of(client, unit)
    assert plaque(client, unit).crown is None
    assert "现在没有有效的称号" in text
    assert "已撤销" in text
    assert "材料不实" in text


def test_recognitions_name_their_decision_or_their_source_and_how_exact_they_are(client, unit):
    title = make_title(unit, on=date(2023, 12, 31), year_only=True, source="中山日报 2023-03-03")
    make_recognition(title, star=2, on=date(2025, 5, 4))
    title.recognitions.filter(source__gt="").update(is_star_assumed=True)
    text = text_of(client, unit)
    assert "2023年首次认定" in text
    assert "2023年12月31日" not in text
    assert "2025年5月4日 · 示例发〔2025〕" in text
    assert "公布来源：中山日报 2023-03-03" in text
    assert text.count("星级按政策推定") == 1


def test_certificates_that_were_handed_out_lead_to_their_verification(client, unit):
    title = make_title(unit)
    issued = certificate_of(title)
    recognition = make_recognition(title, on=date(2025, 1, 1))
    replaced = recognition.certificates.get()
    other = make_title(unit, level=Level.COUNTY)
    Certificate.objects.filter(title=other).update(state=CertificateState.QUEUED)
    queued = certificate_of(other)
    text = text_of(client, unit)
    assert f'href="/verify/{issued.number}/"' in text
    assert replaced.number in text
    assert queued.number not in text


@pytest.mark.parametrize(
    ("state", "shown"),
    [(CandidacyState.FILED, False), (CandidacyState.CREATING, True), (CandidacyState.MET, True)],
)
def test_the_pledge_is_public_from_the_start_of_creation(client, unit, cycle, state, shown):
    make_title(unit)
    make_candidacy(unit, cycle, state, pledge="首问负责", complaint_phone="0760-12345678")
    text = text_of(client, unit)
    assert ("首问负责" in text) is shown
    assert ("0760-12345678" in text) is shown
    assert (unit.complaint_phone in text) is not shown


def test_former_notices_are_listed_as_long_as_they_are_public(client, unit, cycle):
    make_title(unit)
    candidacy = make_candidacy(unit, cycle)
    shown = make_notice(cycle, [candidacy], state=NoticeState.CLOSED, days=-3)
    make_notice(cycle, [candidacy], state=NoticeState.CLOSED, days=-3, taken_down_on=clock.today())
    make_notice(cycle, [candidacy], state=NoticeState.DRAFT)
    assert list(plaque(client, unit).notices) == [shown]


def test_a_name_with_markup_is_shown_as_text(client, unit, cycle):
    unit.name = "<img src=x onerror=alert(1)>"
    unit.save()
    make_title(unit)
    make_candidacy(unit, cycle, pledge="<script>alert(1)</script>\n二、<b>快</b>")
    text = text_of(client, unit)
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert "<b>" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_history(
    client, unit, cycle, django_assert_num_queries, count
):
    for level in list(Level)[:count]:
        title = make_title(unit, level=level)
        make_recognition(title, on=date(2025, 1, 1))
    for _ in range(count):
        make_notice(cycle, [make_candidacy(unit, make.make_cycle(unit.committee.parent))])
    with django_assert_num_queries(12):
        client.get(unit.get_absolute_url())
