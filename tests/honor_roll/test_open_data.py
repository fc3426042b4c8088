"""Open data: the roll's own filters, safe in a spreadsheet, honest about what is not known."""

import csv
import io
import json
from datetime import date

import pytest
from django.utils.feedgenerator import Atom1Feed
from openpyxl import load_workbook

from creation_cycle.enums import TitleState
from honor_roll.open_data.rows import COLUMNS
from tests import factories as make
from tests.honor_roll.world import make_recognition, make_title
from units.enums import Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make.make_line()[2]


def read_csv(client, **filters) -> list[dict]:
    text = b"".join(client.get("/honor-roll.csv", filters).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_json(client, **filters) -> dict:
    return json.loads(b"".join(client.get("/honor-roll.json", filters).streaming_content))


def read_xlsx(client, **filters) -> list[tuple]:
    file = io.BytesIO(b"".join(client.get("/honor-roll.xlsx", filters).streaming_content))
    return list(load_workbook(file).active.iter_rows(values_only=True))


def test_every_format_tells_the_same(client, county):
    title = make_title(make.make_unit(county, "中山䶮湖水文站"), level=Level.CITY, on=date(2024, 3, 1))
    make_recognition(title, star=1, on=date(2023, 12, 31), year_only=True, source="中山日报")
    title.first_recognised_on = date(2023, 12, 31)
    title.save()
    decision = title.recognitions.first().decision_number
    expected = {
        "unit": "中山䶮湖水文站",
        "title": "中山市青年文明号",
        "level": "地市级",
        "star": "一星级",
        "state": "有效",
        "region_code": "442000",
        "region": "中山市",
        "industry": "税务",
        "first_recognised": "2023",
        "last_recognised": "2024-03-01",
        "source": decision,
    }
    assert read_json(client)["titles"] == [expected]
    assert read_csv(client) == [{COLUMNS[key]: value for key, value in expected.items()}]
    assert read_xlsx(client) == [tuple(COLUMNS.values()), tuple(expected.values())]


def test_a_past_title_names_its_source(client, county):
    make_title(make.make_unit(county), source="中山日报 2023-03-03")
    assert read_json(client)["titles"][0]["source"] == "中山日报 2023-03-03"


@pytest.mark.parametrize("read", [read_csv, lambda client, **f: read_json(client, **f)["titles"],
                                  lambda client, **f: read_xlsx(client, **f)[1:]])  # fmt: skip
def test_the_filters_of_the_roll_hold(client, county, read):
    make_title(make.make_unit(county, "甲"), star=2)
    make_title(make.make_unit(county, "乙"), star=1)
    make_title(make.make_unit(county, "丙"), star=2, state=TitleState.REVOKED)
    assert len(read(client)) == 2
    assert len(read(client, stars="2")) == 1
    assert len(read(client, stars="2", state="all")) == 2
    assert read(client, q="没有") == []


@pytest.mark.parametrize("name", ["=1+1", "+86", "-1", "@SUM(A1)", "＝1+1"])
def test_no_cell_becomes_a_formula(client, county, name):
    make_title(make.make_unit(county, name))
    assert read_csv(client)[0]["集体名称"] == f"'{name}"
    assert read_xlsx(client)[1][0] == f"'{name}"
    assert read_json(client)["titles"][0]["unit"] == name


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx"])
def test_a_filter_that_does_not_exist_is_an_error_not_everything(client, county, extension):
    make_title(make.make_unit(county))
    answer = client.get(f"/honor-roll.{extension}", {"level": "<b>"})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert "级别" in answer.content.decode()


def test_a_sheet_that_is_too_long_is_refused_with_a_way_out(client, county, monkeypatch):
    monkeypatch.setattr("honor_roll.views.open_data.SHEET_ROWS", 1)
    make_title(make.make_unit(county))
    assert client.get("/honor-roll.xlsx").status_code == 200
    make_title(make.make_unit(county))
    answer = client.get("/honor-roll.xlsx")
    assert answer.status_code == 413
    assert "CSV" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("read", [read_csv, read_json])
def test_the_number_of_queries_does_not_grow(client, county, django_assert_num_queries, rows, read):
    for number in range(rows):
        make_title(make.make_unit(county, region=make.make_region(f"44200{number}", f"区{number}")))
    with django_assert_num_queries(3):
        read(client)


def test_the_feed_brings_the_latest_recognitions_of_titles_that_are_held(client, county):
    title = make_title(make.make_unit(county, "甲 & 乙"), star=2, on=date(2025, 5, 4))
    make_title(make.make_unit(county, "丙"), state=TitleState.REVOKED)
    title.recognitions.update(label="<b>第一届</b>")
    answer = client.get("/honor-roll/feed/")
    assert answer["Content-Type"] == Atom1Feed.content_type
    text = answer.content.decode()
    assert "甲 &amp; 乙：二星级中山市青年文明号" in text
    assert "丙" not in text
    assert "&amp;lt;b&amp;gt;" in text
    assert "<updated>2025-05-04T00:00:00+08:00</updated>" in text
