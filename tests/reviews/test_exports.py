"""The export of a round: enough to do every sum again, marked, recorded, and for nobody else."""

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.models import AccessRecord, Job
from core.services import jobs
from reviews.models import Assignment, RoundResult
from reviews.resources.round_export import SECTIONS
from reviews.services import exports, rounds
from reviews.services.exports import start_export
from reviews.services.spread_reviews import review_spread
from tests import factories as make

CENT = Decimal("0.01")
NAMES = [section.name for section in SECTIONS]


def hand_in(world, assignment, lost: int) -> Assignment:
    world.fill(assignment.sheet, lost=lost)
    perform(assignment.sheet, "submit", by=assignment.reviewer)
    return assignment


@pytest.fixture
def closed(world, assignment):
    """A closed round of two forms, 60 % with five sheets and 40 % with two, and a spread that was looked at."""
    round_ = assignment.round
    assignment.part.weight = 60
    assignment.part.save()
    site = round_.parts.create(kind="site", weight=40)
    hand_in(world, assignment, 0)
    for lost, part in ((1, None), (1, None), (2, None), (4, None), (1, site), (2, site)):
        given = rounds.assign(round_, assignment.candidacy, make.make_user(), by=world.officer, part=part)
        hand_in(world, given, lost)
    note = '=HYPERLINK("http://example.org","+1")'
    review_spread(round_, assignment.candidacy, by=world.officer, note=note)
    return perform(round_, "close", by=world.officer)


def exported(round_, by) -> tuple[Job, bytes]:
    job = start_export(round_, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    with job.result_file.open("rb") as file:
        return job, file.read()


def tables(content: bytes) -> dict[str, list[dict]]:
    """By sheet: its rows by heading, without head and watermarks."""
    found = {}
    for sheet in load_workbook(BytesIO(content)).worksheets:
        head, *rows = list(sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1, values_only=True))
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def number(value) -> Decimal:
    return Decimal(str(value))


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def by_hand(book: dict[str, list[dict]]) -> Decimal:
    """The unit's result from single scores alone, as 说明 says it; shares no code with the portal."""
    totals: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in book["逐项得分"]:
        totals[row["考核形式"], row["评审人员"]] += number(row["得分"]) * number(row["维度权重"])
    forms: dict[str, list[Decimal]] = defaultdict(list)
    for (form, _), total in totals.items():
        forms[form].append(rounded(total))
    weights, total = {"审核材料": 60, "现场检查": 40}, Decimal(0)
    for form, sheets in forms.items():
        counted = sorted(sheets)[1:-1] if len(sheets) >= 5 else sheets
        total += rounded(sum(counted) / len(counted)) * weights[form]
    return rounded(total / 100)


def test_the_result_by_hand_from_the_file(world, closed):
    _, content = exported(closed, world.officer)
    book, result = tables(content), RoundResult.objects.get()
    assert list(book) == [*NAMES, "说明"]
    assert by_hand(book) == result.mean
    [line] = book["考核结果"]
    assert number(line["总分"]) == result.mean
    assert (line["序号"], line["名次"], line["考核结论"]) == (1, 1, "达标")
    assert {form for form in line if "权重" in form} == {
        "审核材料得分（权重 60%）",
        "现场检查得分（权重 40%）",
    }
    told = [row["是否计入"] for row in book["各评审人员评分"]]
    assert (told.count("计入"), told.count("不计（最高或最低）")) == (5, 2)
    assert len(book["逐项得分"]) == 7 * 7


def test_the_watermark_is_first_and_last_on_every_sheet(world, closed):
    job, content = exported(closed, world.officer)
    for sheet in load_workbook(BytesIO(content)).worksheets:
        first, last = sheet.cell(1, 1).value, sheet.cell(sheet.max_row, 1).value
        assert first == last == sheet.oddFooter.center.text
        assert first.startswith(f"导出人：{world.officer}　导出时间：")
        assert f"DC-{clock.today():%Y%m%d}-{job.pk:06d}" in first


def test_no_text_becomes_a_formula(world, closed):
    unit = closed.results.get().candidacy.unit
    type(unit).objects.filter(pk=unit.pk).update(name="=1+1'; DROP TABLE x;--<b>&")
    _, content = exported(closed, world.officer)
    book = load_workbook(BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert book["考核结果"]["C3"].value == "=1+1'; DROP TABLE x;--<b>&"
    assert book["分差核对"]["F3"].value == '=HYPERLINK("http://example.org","+1")'


def test_every_export_and_every_download_is_written_down(client, world, closed):
    client.force_login(world.officer)
    page = client.post(reverse("reviews:lead_export", args=[closed.pk]))
    job = Job.objects.get(kind="export_round")
    assert page["Location"] == job.get_absolute_url()
    jobs.run(job.pk)
    assert client.get(reverse("core:job_file", args=[job.pk])).getvalue().startswith(b"PK")
    looks = AccessRecord.objects.order_by("pk").values_list("user", "record_type", "record_id", "what")
    mark = exports.number_of(job)
    assert list(looks) == [
        (world.officer.pk, "reviews.round", closed.pk, f"导出全部评分（编号 {mark}）"),
        (world.officer.pk, "reviews.round", closed.pk, f"下载全部评分（编号 {mark}）"),
    ]


def test_only_who_asked_may_fetch_it_and_only_while_it_is_their_round(client, world, closed):
    lead = make.make_user()
    closed.leads.add(lead)
    job, _ = exported(closed, lead)
    address = reverse("core:job_file", args=[job.pk])
    for user, status in ((world.officer, 404), (lead, 200), (make.make_user(is_superuser=True), 200)):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        assert answer.getvalue().startswith(b"PK") == (status == 200)
    closed.leads.clear()
    client.force_login(lead)
    before = AccessRecord.objects.count()
    assert client.get(address).status_code == 404
    assert AccessRecord.objects.count() == before


def test_an_open_round_is_not_exported(client, world, assignment):
    hand_in(world, assignment, 1)
    client.force_login(world.officer)
    assert client.get(reverse("reviews:lead_export", args=[assignment.round_id])).status_code == 404
    with pytest.raises(TransitionBlocked, match="考核结束后"):
        start_export(assignment.round, by=world.officer)
    assert not Job.objects.filter(kind="export_round").exists()


def test_asking_twice_makes_one_file(world, closed):
    assert start_export(closed, by=world.officer) == start_export(closed, by=world.officer)
    assert AccessRecord.objects.count() == 1


def test_the_file_is_forgotten_after_its_days(
    client, world, closed, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job, _ = exported(closed, world.officer)
    store = job.result_file.storage
    assert store.exists(job.result_file.name)
    assert not store.listdir(f"jobs/pieces-{job.pk}")[1]
    assert exports.forget_old() == 0
    Job.objects.update(finished_at=clock.now() - timedelta(days=settings.EXPORT_DAYS, minutes=1))
    assert (exports.forget_old(), exports.forget_old()) == (1, 0)
    assert not store.exists(job.result_file.name)
    client.force_login(world.officer)
    assert client.get(reverse("core:job_file", args=[job.pk])).status_code == 404


def test_a_worker_that_dies_in_between_leaves_nothing_out(world, closed):
    job = start_export(closed, by=world.officer)
    exports.write_some(Job.objects.get(pk=job.pk))  # written and lost: its checkpoint is not saved
    jobs.run(job.pk)
    job.refresh_from_db()
    with job.result_file.open("rb") as file:
        assert len(tables(file.read())["逐项得分"]) == 49


def test_three_units_take_as_many_queries_as_one(world):
    def queries(section, results) -> int:
        with CaptureQueriesContext(connection) as found:
            list(section.rows(world.round, results))
        return len(found)

    for _ in range(3):
        candidacy = world.candidacy("assessing", **world.another_team())
        hand_in(world, candidacy.assignments.get(), 1)
    perform(world.round, "close", by=world.officer)
    results = exports.ranked(world.round, 0, 10)
    assert [result.number for result in results] == [1, 2, 3]
    for section in SECTIONS:
        assert queries(section, results) == queries(section, results[:1]), section.name
