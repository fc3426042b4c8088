"""Regions of GB/T 2260 and the code tables."""

from datetime import date

import pytest

from units.models import Industry, Region, UnitType
from units.services.code_tables import load_code_tables
from units.services.regions import load_regions

pytestmark = pytest.mark.django_db


def test_load_regions_twice_adds_once():
    assert load_regions() > 3000
    assert load_regions() == 0


def test_cities_without_districts_are_there():
    load_regions()

    found = dict(Region.objects.filter(code__in=["442000", "441900"]).values_list("code", "name"))

    assert found == {"442000": "中山市", "441900": "东莞市"}


def test_codes_have_six_digits_and_paths_lead_up():
    load_regions()

    assert not Region.objects.exclude(code__regex=r"^\d{6}$").exists()
    assert Region.objects.get(code="442000").path == "440000/442000/"
    assert Region.objects.get(code="110101").parent.name == "北京市"
    assert Region.objects.filter(parent__isnull=True).count() == 34


def test_within_takes_the_whole_subtree_and_no_neighbour():
    load_regions()
    guangdong = Region.objects.get(code="440000")

    codes = set(Region.objects.within(guangdong).values_list("code", flat=True))

    assert {"440000", "442000", "440106"} <= codes
    assert all(code.startswith("44") for code in codes)


def test_a_division_is_valid_between_its_dates():
    old = Region.objects.create(code="330103", name="下城区", level="county", valid_to=date(2021, 4, 8))

    assert old in Region.objects.valid_on(date(2021, 4, 8))
    assert old not in Region.objects.valid_on(date(2021, 4, 9))


def test_code_tables_load_once_and_keep_what_staff_changed():
    assert load_code_tables() == Industry.objects.count() + UnitType.objects.count() > 40
    Industry.objects.filter(code="tax").update(name="税务系统")

    assert load_code_tables() == 0
    assert Industry.objects.get(code="tax").name == "税务系统"
