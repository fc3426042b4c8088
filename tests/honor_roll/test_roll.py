"""The honor roll: what stands on it, what finds it, and how one leafs through it."""

import base64
import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import keyset
from creation_cycle.enums import TitleState
from tests import factories as make
from tests.honor_roll.world import make_title
from units.enums import Level, RegionLevel
from units.models import Industry, Region

pytestmark = pytest.mark.django_db
ROLL = "/honor-roll/"


@pytest.fixture
def county():
    return make.make_line()[2]


def names(response) -> list[str]:
    return [title.unit.name for title in response.context["page"].rows]


def found(client, **filters) -> list[str]:
    return names(client.get(ROLL, filters))


def test_only_titles_that_are_held_stand_on_the_roll_unless_a_state_is_asked_for(client, county):
    for name, state in (("甲", "in_force"), ("乙", "warned"), ("丙", "revoked"), ("丁", "ended")):
        make_title(make.make_unit(county, name), state=TitleState(state))
    make.make_unit(county, "没有称号的集体")
    assert found(client) == ["乙", "甲"]
    assert found(client, state="warned") == ["乙"]
    assert found(client, state="revoked") == ["丙"]
    assert found(client, state="all") == ["丁", "丙", "乙", "甲"]
    assert "已撤销" in client.get(ROLL, {"state": "revoked"}).content.decode()


def test_each_word_is_sought_in_the_names_of_unit_and_employer(client, county):
    unit = make.make_unit(county, "办税服务厅")
    unit.employer.name = "东区税务局"
    unit.employer.save()
    make_title(unit)
    make_title(make.make_unit(county, "急诊护理组"))
    assert found(client, q="服务") == ["办税服务厅"]
    assert found(client, q=" 东区  办税 ") == ["办税服务厅"]
    assert found(client, q="东区 急诊") == []


@pytest.mark.parametrize("character", ["䶮", "𬱟", "%", "_", "'"])
def test_rare_and_special_characters_find_their_unit_and_no_other(client, county, character):
    make_title(make.make_unit(county, f"石岐{character}湖站"))
    make_title(make.make_unit(county, "石岐龙湖站"))
    assert found(client, q=character) == [f"石岐{character}湖站"]


def test_filters_narrow_together(client, county):
    health = Industry.objects.create(code="health", name="卫生健康")
    make_title(make.make_unit(county, "甲"), level=Level.CITY, star=2)
    make_title(make.make_unit(county, "乙"), level=Level.PROVINCIAL, star=2)
    make_title(make.make_unit(county, "丙", industry=health), level=Level.CITY, star=2)
    make_title(make.make_unit(county, "丁"), level=Level.CITY, star=1)
    assert found(client, level="city") == ["丁", "丙", "甲"]
    assert found(client, level="city", stars="2") == ["丙", "甲"]
    assert found(client, level="city", stars="2", industry="tax") == ["甲"]


def test_a_region_holds_everything_below_it(client, county):
    guangdong = Region.objects.get(code="440000")
    foshan = make.make_region("440600", "佛山市", RegionLevel.CITY, guangdong)
    elsewhere = make.make_region("450000", "广西壮族自治区", RegionLevel.PROVINCE)
    make_title(make.make_unit(county, "中山集体"))
    make_title(make.make_unit(county, "佛山集体", region=foshan))
    make_title(make.make_unit(county, "广西集体", region=elsewhere))
    assert found(client, region="440000") == ["佛山集体", "中山集体"]
    assert found(client, region="440600") == ["佛山集体"]


def test_regions_are_offered_step_by_step(client, county):
    def inside(response):
        groups = dict(response.context["form"].fields["region"].choices[1:])
        return {label: [code for code, _ in rows] for label, rows in groups.items()}

    assert inside(client.get(ROLL)) == {"省级": ["440000"]}
    assert inside(client.get(ROLL, {"region": "440000"})) == {"广东省": ["442000"], "省级": ["440000"]}
    assert inside(client.get(ROLL, {"region": "442000"})) == {"中山市": ["442000"], "省级": ["440000"]}


@pytest.mark.parametrize("name", ["level", "stars", "region", "industry", "state"])
def test_a_filter_that_does_not_exist_finds_nothing_and_can_be_removed(client, county, name):
    make_title(make.make_unit(county))
    response = client.get(ROLL, {name: "bogus", "q": "示例"})
    assert response.status_code == 200
    assert names(response) == []
    text = response.content.decode()
    assert "筛选条件有误" in text
    assert 'href="?q=%E7%A4%BA%E4%BE%8B"' in text


def test_leafing_there_and_back_shows_every_title_once(client, county, monkeypatch):
    monkeypatch.setattr(keyset, "PAGE_SIZE", 3)
    for number in range(8):
        make_title(make.make_unit(county, f"集体{number}"), on=date(2024, 1, 1) + timedelta(days=number // 4))
    pages, page = [], client.get(ROLL)
    pages.append(names(page))
    while after := page.context["page"].after:
        page = client.get(ROLL, {"after": after})
        pages.append(names(page))
    assert pages == [["集体7", "集体6", "集体5"], ["集体4", "集体3", "集体2"], ["集体1", "集体0"]]
    back = client.get(ROLL, {"before": page.context["page"].before})
    assert names(back) == pages[1]
    first = client.get(ROLL, {"before": back.context["page"].before})
    assert names(first) == pages[0]
    assert first.context["page"].before == ""


def forged(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


BROKEN = [
    "x",
    "%%%",
    "é",
    "A" * 5000,
    forged("2024-01-01"),
    forged("yesterday", "1"),
    forged("2024-01-01", "one"),
    forged("2024-01-01", {"a": 1}),
    forged("2024-01-01", float("inf")),
    forged(None, None),
    base64.urlsafe_b64encode(b"[" * 9000).decode(),
]


@pytest.mark.parametrize("token", BROKEN)
@pytest.mark.parametrize("side", ["after", "before"])
def test_an_invented_place_leads_to_the_first_page(client, county, side, token):
    make_title(make.make_unit(county, "甲"))
    assert found(client, **{side: token}) == ["甲"]


def test_a_place_beyond_every_number_is_an_empty_page(client, county):
    make_title(make.make_unit(county, "甲"))
    assert found(client, after=forged("0001-01-01", str(10**30))) == []


def test_the_count_stops_at_its_cap(client, county, monkeypatch):
    monkeypatch.setattr("honor_roll.queries.roll.CAPPED_AT", 2)
    monkeypatch.setattr("core.templatetags.portal.CAPPED_AT", 2)
    for _ in range(4):
        make_title(make.make_unit(county))
    assert client.get(ROLL).context["count"] == 3
    assert "共 2+ 项称号" in client.get(ROLL).content.decode()


def test_a_row_says_the_year_where_the_source_says_no_more(client, county):
    make_title(make.make_unit(county, "甲"), on=date(2023, 12, 31), year_only=True, source="中山日报")
    make_title(make.make_unit(county, "乙"), on=date(2024, 5, 4))
    text = client.get(ROLL).content.decode()
    assert re.findall(r"<span>([^<]*)认定</span>", text) == ["2024年5月4日", "2023年"]


def test_a_name_with_markup_is_shown_as_text(client, county):
    make_title(make.make_unit(county, "<script>alert(1)</script>"))
    for address in (ROLL, "/", ROLL + "?q=<script>alert(2)</script>&level=<b>"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<b>" not in text
    assert "&lt;script&gt;alert(1)" in client.get(ROLL).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("filters", "queries"), [({}, 4), ({"region": "442000", "q": "集体"}, 5)])
def test_queries_do_not_grow_with_the_rows(client, county, django_assert_num_queries, filters, queries, rows):
    city = make.make_region()
    regions = [city, *(make.make_region(f"44200{n}", f"区{n}", parent=city) for n in (1, 2))]
    for number in range(rows):
        industry = Industry.objects.create(code=f"i{number}", name=f"行业{number}")
        make_title(make.make_unit(county, f"集体{number}", region=regions[number], industry=industry))
    with django_assert_num_queries(queries):
        response = client.get(ROLL, filters)
    assert len(names(response)) == rows


def test_shared_caches_never_get_a_page_with_somebodys_menu_on_it(client, county):
    visitor = client.get(ROLL)
    assert visitor["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert "Cookie" in visitor["Vary"]
    captain = make.make_captain(make.make_unit(county))
    client.force_login(captain)
    own = client.get(ROLL)
    assert captain.name in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    assert "Cookie" in own["Vary"]


def test_an_empty_roll_says_so(client):
    assert "还没有登记的称号" in client.get(ROLL).content.decode()
    assert "没有符合条件的集体" in client.get(ROLL, {"q": "甲"}).content.decode()


def test_the_front_page_shows_figures_open_notices_and_the_latest(client, county):
    make_title(make.make_unit(county, "市级集体"), level=Level.CITY)
    make_title(make.make_unit(county, "省级集体"), level=Level.PROVINCIAL, state=TitleState.WARNED)
    make_title(make.make_unit(county, "旧集体"), level=Level.PROVINCIAL, state=TitleState.REVOKED)
    page = client.get(reverse("honor_roll:home"))
    assert [(bar.label, bar.count) for bar in page.context["levels"].bars] == [("省级", 1), ("地市级", 1)]
    assert [title.unit.name for title in page.context["latest"]] == ["省级集体", "市级集体"]
    assert "目前没有正在公示的名单" in page.content.decode()
