"""What a reviewer's phone keeps, and what it loads it with."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from core.lifecycle import perform
from creation_cycle.enums import ItemKind
from creation_cycle.models import ScoringRule, StandardItem
from reviews import offline_shell
from reviews.models import Assignment, Dossier
from reviews.queries.offline import document_of, stamps
from reviews.services import rounds, sheets
from tests import factories as make


@pytest.fixture
def item(assignment) -> StandardItem:
    return assignment.sheet.items_to_score().first()


def loaded(assignment) -> dict:
    return document_of(Assignment.objects.for_scoring().get(pk=assignment.pk))


def told(assignment, item) -> dict:
    return next(row for row in loaded(assignment)["items"] if row["pk"] == item.pk)


def test_a_document_holds_the_dossier_and_every_item(client, reviewer, assignment):
    answer = client.get(reverse("reviews:document", args=[assignment.pk]))
    document = answer.json()
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert document["unit"] == assignment.candidacy.unit.name
    assert ["集体名称", assignment.candidacy.unit.name] in document["dossier"]["facts"]
    assert document["dossier"]["taken"].endswith("进入考核时固定，评审以此为准。")
    assert len(document["items"]) == 7
    assert document["items"][0]["own"]["claimed"]
    assert document["items"][0]["own"]["texts"] == ["自评依据"]


def test_it_is_read_with_as_many_queries_for_twenty_items_as_for_seven(
    client, reviewer, assignment, django_assert_num_queries
):
    address = reverse("reviews:document", args=[assignment.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    dimension = assignment.sheet.standard.dimensions.first()
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=assignment.sheet.standard, dimension=dimension, name=f"新项 {n}", points=5, order=9
        )
        for n in range(13)
    )
    with django_assert_num_queries(len(few)):
        assert len(client.get(address).json()["items"]) == 20


def test_an_answer_is_told_in_fields_and_read_back_in_words(assignment, item):
    sheets.save_scores(assignment.sheet, points={item.pk: item.points - 1}, remarks={item.pk: "台账不全"})
    row = told(assignment, item)
    assert row["fields"] == {f"points-{item.pk}": "14", f"remark-{item.pk}": "台账不全"}
    assert row["version"] == 1
    assert row["held"]["answer"] == "14 分"
    assert row["held"]["remark"] == "台账不全"
    assert re.fullmatch(r"\d+月\d+日 \d\d:\d\d", row["held"]["at"])


def test_rules_and_vetoes_come_with_their_own_fields(assignment, item):
    StandardItem.objects.filter(pk=item.pk).update(kind=ItemKind.DEDUCT)
    [rule] = ScoringRule.objects.bulk_create(
        [ScoringRule(item=item, text="无领导小组", points=2, max_times=3)]
    )
    other = assignment.sheet.items_to_score().last()
    StandardItem.objects.filter(pk=other.pk).update(kind=ItemKind.VETO, points=0)
    marks, veto = told(assignment, item), told(assignment, other)
    assert marks["kind"] == "marks"
    assert marks["rules"] == [
        {"name": f"rule-{rule.pk}", "text": "无领导小组", "words": "每次 −2 分，最多 3 次", "most": 3}
    ]
    assert marks["fields"] == {
        f"rule-{rule.pk}": 0, f"checked-{item.pk}": False, f"remark-{item.pk}": "",
    }  # fmt: skip
    assert veto["kind"] == "veto"
    assert veto["sentences"]["remark"] == "请写明具体情形和依据。"


def test_the_handshake_names_open_sheets_and_nobody_elses(client, reviewer, assignment, world):
    rounds.assign(world.round, assignment.candidacy, make.make_user(), by=world.officer)
    told = client.get(reverse("reviews:handshake")).json()
    assert [sheet["pk"] for sheet in told["sheets"]] == [assignment.pk]
    assert told["token"]
    other = client.get(reverse("reviews:handshake")).json()
    assert other["person"] == told["person"], "the same person on another day"


def test_another_person_has_another_name(client, reviewer, assignment, world):
    one = client.get(reverse("reviews:handshake")).json()["person"]
    client.force_login(world.captain)
    answer = client.get(reverse("reviews:handshake")).json()
    assert answer["person"] != one
    assert answer["sheets"] == []


def test_a_stamp_changes_with_the_sheet(assignment, world, item):
    [before] = stamps(world.reviewer)
    sheets.save_scores(assignment.sheet, points={item.pk: item.points})
    [after] = stamps(world.reviewer)
    assert before["stamp"] != after["stamp"]


def test_while_the_unit_may_still_write_no_copy_is_up_to_date(world):
    candidacy = world.candidacy("applied")
    rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    assert [sheet["stamp"] for sheet in stamps(world.reviewer)] == [""]


def test_what_another_round_froze_is_no_sign_that_the_unit_is_done(world, assignment):
    Dossier.objects.update(round=make.make_round(make.make_cycle(world.city)))
    assert [sheet["stamp"] for sheet in stamps(world.reviewer)] == [""]


def test_a_sheet_that_was_handed_in_leaves_the_phone(assignment, world):
    world.fill(assignment.sheet)
    perform(assignment.sheet, "submit", by=world.reviewer)
    assert stamps(world.reviewer) == []
    assert loaded(assignment)["notices"] == ["评分表已提交，不能再修改。"]


def test_a_document_says_nothing_of_a_colleague(client, reviewer, assignment, world):
    other = rounds.assign(
        world.round, assignment.candidacy, make.make_user(name="邻座评审"), by=world.officer
    )
    world.fill(other.sheet, lost=3)
    sheets.save_scores(other.sheet, comment="邻座的意见")
    text = json.dumps(loaded(assignment), ensure_ascii=False)
    assert "邻座" not in text
    assert [row["held"]["answer"] for row in loaded(assignment)["items"]] == [""] * 7


def test_the_service_worker_keeps_files_that_exist(client):
    answer = client.get("/review/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    text = answer.content.decode()
    files = re.findall(
        r'"(/[^"]+)"', re.search(r"FILES = \[(.*?)\]", text)[1].encode().decode("unicode_escape")
    )
    assert files == offline_shell.shell_files()
    assert [file for file in files[1:] if finders.find(file.removeprefix("/static/")) is None] == []


def test_no_module_is_left_at_home():
    """What the scripts import is kept with them, and nothing else."""
    folder = finders.find("js/offline/page.js").removesuffix("page.js")
    imported, waiting = set(), ["page", "host"]
    while waiting:
        with open(f"{folder}{waiting.pop()}.js", encoding="utf-8") as module:
            found = set(re.findall(r'from "\./(\w+)\.js"', module.read())) - imported
        imported |= found
        waiting += found
    assert imported == set(offline_shell.MODULES)


def test_the_shell_is_the_same_for_everybody(client, world):
    assert client.get("/review/offline/").content
    anonymous = client.get("/review/offline/").content
    client.force_login(world.reviewer)
    assert client.get("/review/offline/").content == anonymous


def test_the_manifest_makes_the_pages_installable(client):
    manifest = client.get("/review/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/review/",
        "/review/",
        "standalone",
    )


@zeal_ignore()  # Django looks a session up once more to end it
def test_a_sign_out_is_told_to_the_browser(client, reviewer, world):
    assert client.post("/accounts/logout/").cookies["signed-out"].value == "1"
    assert "signed-out" not in client.get("/accounts/login/").cookies
    client.force_login(world.officer)
    assert client.post("/admin/logout/").cookies["signed-out"].value == "1"


def test_a_refused_or_needless_sign_out_deletes_nothing(reviewer):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/logout/").status_code == 403
    client.force_login(reviewer)
    answer = client.post("/accounts/logout/")
    assert (answer.status_code, "signed-out" in answer.cookies) == (403, False)
    assert "signed-out" not in Client().post("/accounts/logout/").cookies
