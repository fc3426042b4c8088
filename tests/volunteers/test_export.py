"""Exports: masked without a purpose, recorded with one, streamed, and without formulas."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from core.models import AccessRecord, Job
from core.services import jobs
from tests.volunteers.register_world import Register, make_organisation, make_volunteer
from volunteers.services import exporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = Register()
    world.volunteers = [
        make_volunteer(world.team, name="=HYPERLINK(1)", phone="13800000001"),
        make_volunteer(world.organisation, name="欧阳小明", phone="13800000002"),
    ]
    make_volunteer(make_organisation(world.elsewhere), name="外地人")
    return world


def exported(**values) -> Job:
    job = exporting.start(**values)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.error == ""
    return job


def lines_of(job: Job) -> list[list]:
    with job.result_file.open("rb") as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_without_a_purpose_everything_personal_is_masked(world):
    mark, head, first, second = lines_of(exported(by=world.officer, suffix="xlsx"))
    assert "内容已掩码" in mark[0]
    assert str(world.officer) in mark[0]
    assert tuple(head) == exporting.LABELS
    assert first[1] == "欧**明"
    assert (first[6], first[4]) == ("138****0002", "1998")
    assert "*" in first[3]
    assert second[1].startswith("=")
    assert not AccessRecord.objects.exists()


def test_with_a_purpose_each_person_can_read_who_took_it_and_why(world):
    rows = lines_of(exported(by=world.officer, suffix="xlsx", purpose="保险投保"))
    assert rows[2][3] == world.volunteers[1].identity_number
    looks = AccessRecord.objects.of(world.volunteers[1])
    assert [(look.user, look.purpose) for look in looks] == [(world.officer, "保险投保")]
    assert AccessRecord.objects.count() == 2


def test_nothing_is_a_formula_in_either_format(world):
    job = exported(by=world.officer, suffix="xlsx", purpose="核对")
    with job.result_file.open("rb") as file:
        content = file.read()
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet["B4"].value == "=HYPERLINK(1)"
    assert b"<f>" not in content
    assert sheet["B4"].data_type != "f"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[3][1] == "=HYPERLINK(1)"
    job = exported(by=world.officer, suffix="csv", purpose="核对")
    with job.result_file.open("rb") as file:
        text = file.read().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == list(exporting.LABELS)
    assert lines[2][1] == "'=HYPERLINK(1)"
    assert "用途：核对" in lines[-1][0]


def test_an_export_goes_on_where_it_was(world, monkeypatch):
    monkeypatch.setattr(exporting, "ROWS_A_STEP", 1)
    job = exporting.start(by=world.officer, suffix="xlsx")
    row = Job.objects.get(pk=job.pk)
    exporting.step(row)  # gathered, but its checkpoint was lost with the worker
    jobs.run(job.pk)
    assert len(lines_of(Job.objects.get(pk=job.pk))) == 4


def test_only_officers_of_the_register_export(world):
    for person in (world.steward,):
        with pytest.raises(PermissionDenied):
            exporting.start(by=person, suffix="xlsx")
