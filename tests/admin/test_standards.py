"""Standards in the admin: written with their rules as lines, compared, adopted, and carried in and out as tables."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from zeal import zeal_ignore

from core.lifecycle import perform
from creation_cycle.models import Standard
from creation_cycle.resources import standards as tables
from creation_cycle.services import standards
from tests import factories as make
from tests.admin.forms import page, posted

pytestmark = pytest.mark.django_db
ADD = "admin:creation_cycle_standard_add"
IMPORT = "admin:creation_cycle_standard_import"
CONFIRM = "admin:creation_cycle_standard_import_confirm"


@pytest.fixture
def officer(journey, as_user):
    return as_user(journey.officer)


@pytest.fixture
def references(db):
    return {reference.code: reference for reference in standards.load_references()}


@pytest.fixture
def adopted(journey, references):
    return standards.adopt(
        references["henan"],
        committee=journey.city,
        level="city",
        industry=journey.unit.industry,
        by=journey.officer,
    )


def new_item(number: int = 0, **values) -> dict:
    given = {
        "dimension_name": "基础建设", "name": "领导小组", "kind": "deduct", "points": "5",
        "rules_text": "无领导小组 -2\r\n经费未落实 -1", "methods": ["papers"], "clause": "示例条款",
        "order": number + 1, **values,
    }  # fmt: skip
    return {f"items-{number}-{name}": value for name, value in given.items()}


def sent(client, url: str, **changes):
    """The page as loaded, sent back with changes; Django's formset reads each of its rows."""
    with zeal_ignore():
        return client.post(url, {**posted(client, url), **changes})


def add(client, journey, *items, **values):
    data = {"committee": journey.city.pk, "level": "county", "name": "新标准", "version": 1, "pass_line": 4}
    rows = {key: value for item in items for key, value in item.items()}
    return sent(client, reverse(ADD), **data, **rows, **{"items-TOTAL_FORMS": len(items), **values})


def test_a_standard_is_written_with_items_and_rules(officer, journey):
    second = new_item(1, name="志愿服务", kind="auto", rules_text="", auto_source="activities", full_at="4")
    assert add(officer, journey, new_item(), second).status_code == 302
    found = standards.rubric_of(Standard.objects.get(name="新标准"))
    assert [(item.name, item.dimension, len(item.rules)) for item in found] == [
        ("领导小组", "基础建设", 2), ("志愿服务", "基础建设", 0),
    ]  # fmt: skip
    assert [(rule.text, rule.points) for rule in found[0].rules] == [("无领导小组", 2), ("经费未落实", 1)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"rules_text": "无领导小组"}, "“无领导小组”看不出分值"),
        ({"rules_text": ""}, "请写明细则，每行一条"),
        ({"kind": "judgement"}, "只有扣分项和累加项写细则"),
        ({"points": ""}, "须大于 0"),
        ({"kind": "veto", "rules_text": ""}, "一票否决项不计分"),
        ({"kind": "auto", "rules_text": ""}, "请选择系统数据"),
        ({"dimension_name": ""}, "这个字段是必填项"),
    ],
)
def test_what_is_wrong_with_an_item_stands_at_its_field(officer, journey, values, sentence):
    answer = add(officer, journey, new_item(**values))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Standard.objects.filter(name="新标准").exists()


def test_judgements_say_in_which_steps_points_are_given(officer, journey):
    judged = {"kind": "judgement", "rules_text": ""}
    assert add(officer, journey, new_item(**judged, step="0.3")).status_code == 200
    assert add(officer, journey, new_item(**judged, step="1.00")).status_code == 302
    assert standards.rubric_of(Standard.objects.get(name="新标准"))[0].step == 1


def test_two_items_of_one_name_are_refused(officer, journey):
    answer = add(officer, journey, new_item(), new_item(1))
    assert answer.status_code == 200
    assert not Standard.objects.filter(name="新标准").exists()


def test_rules_are_changed_as_lines_and_the_others_stay(officer, adopted):
    item = adopted.items.first()
    kept = item.rules.get(text="没有领导小组")
    rules = "没有领导小组 -3\n没有挂牌 -1\n没有落实经费 -2"
    assert sent(officer, page(adopted), **{"items-0-rules_text": rules}).status_code == 302
    assert [(rule.text, rule.points) for rule in item.rules.all()] == [
        ("没有领导小组", 3), ("没有挂牌", 1), ("没有落实经费", 2),
    ]  # fmt: skip
    assert item.rules.get(text="没有领导小组").pk == kept.pk


def test_a_dimension_goes_with_its_last_item_and_weighs_what_is_set(officer, adopted):
    sent(officer, page(adopted), **{"items-1-dimension_name": "台账"})
    assert list(adopted.dimensions.values_list("name", flat=True)) == ["综合指标", "台账"]
    sent(officer, page(adopted), **{"items-1-dimension_name": "综合指标", "dimensions-0-weight": "1.5"})
    assert list(adopted.dimensions.values_list("name", "weight")) == [("综合指标", 1.5)]
    assert adopted.total == 15


def test_a_published_version_is_shown_and_not_changed(officer, journey, adopted):
    with zeal_ignore():
        data = posted(officer, page(adopted))
    perform(adopted, "publish", by=journey.officer)
    text = officer.get(page(adopted)).content.decode()
    assert "没有领导小组 -2" in text
    assert 'name="items-0-name"' not in text
    assert officer.post(page(adopted), {**data, "items-0-name": "改名"}).status_code == 403
    assert adopted.items.first().name == "组织领导与经费"


def test_an_example_is_read_and_adopted(officer, journey, references):
    reference = references["suzhou-housing"]
    text = officer.get(page(reference)).content.decode()
    assert "节选，其余部分来源未见" in text
    assert 'name="items-0-name"' not in text
    url = page(reference, "adopt")
    officer.post(url, {"committee": journey.city.pk, "level": "city", "industry": ""})
    draft = Standard.objects.get(committee=journey.city, state="draft")
    assert (draft.name, draft.version, draft.items.count()) == (reference.name, 2, 7)


def test_only_examples_are_adopted_and_only_published_versions_copied(officer, journey, references):
    assert officer.get(page(journey.standard, "adopt")).status_code == 403
    assert officer.post(page(references["henan"], "copy")).status_code == 403
    assert officer.get(page(journey.standard, "copy")).status_code == 405
    assert officer.post(page(journey.standard, "copy")).status_code == 302
    assert Standard.objects.get(committee=journey.city, version=2).is_draft


def test_nobody_adopts_for_a_foreign_committee(people, as_user, journey, references):
    client = as_user(people["elsewhere"])
    answer = client.post(page(references["henan"], "adopt"), {"committee": journey.city.pk, "level": "city"})
    assert answer.status_code == 200
    assert not Standard.objects.filter(committee=journey.city, name__startswith="河南").exists()


def test_two_versions_are_compared(officer, journey):
    copy = standards.copy_as_draft(journey.standard, by=journey.officer)
    item = copy.items.first()
    item.points = 12
    item.save()
    url = reverse("admin:creation_cycle_standard_compare", args=[copy.pk, journey.standard.pk])
    assert url in officer.get(page(copy)).content.decode()
    text = officer.get(url).content.decode()
    assert "<td>15</td>" in text
    assert "<td>12</td>" in text


def test_a_standard_comes_as_xlsx(officer, adopted):
    answer = officer.get(page(adopted, "xlsx"))
    content = b"".join(answer.streaming_content)
    assert tables.read(content).items == standards.rubric_of(adopted)
    assert "filename*=UTF-8''" in answer["Content-Disposition"]


def test_all_standards_come_as_one_file_with_as_many_questions(officer, journey, adopted):
    def sheets() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = officer.get(reverse("admin:creation_cycle_standard_xlsx_list"))
            book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        return len(book.sheetnames), len(queries)

    count, before = sheets()
    standards.copy_as_draft(journey.standard, by=journey.officer)
    assert sheets() == (count + 1, before)


def upload(client, journey, content: bytes, **values):
    data = {
        "committee": journey.city.pk,
        "level": "city",
        "industry": "",
        "name": "导入的标准",
        "pass_line": "8",
    }
    file = SimpleUploadedFile("标准.xlsx", content)
    return client.post(reverse(IMPORT), {**data, "file": file, **values})


def table_of(standard) -> bytes:
    return tables.write([(standard.name, standards.rubric_of(standard))]).getvalue()


def test_an_import_is_previewed_and_written_when_confirmed(officer, journey, references):
    answer = upload(officer, journey, table_of(references["henan"]))
    assert "没有领导小组 -2" in answer.content.decode()
    assert not Standard.objects.filter(name="导入的标准").exists()
    content = answer.context["confirm"]["content"].value()
    assert officer.post(reverse(CONFIRM), {"content": content}).status_code == 302
    draft = Standard.objects.get(name="导入的标准")
    assert (draft.version, draft.pass_line, draft.is_draft) == (2, 8, True)
    assert standards.rubric_of(draft) == standards.rubric_of(references["henan"])


def test_a_wrong_table_is_explained_and_cannot_be_confirmed(officer, journey):
    row = ["基础建设", None, "领导小组", "扣分", 5, "无领导小组扣两分"]
    book_rows = [list(tables.COLUMNS.values()), row]
    answer = upload(
        officer, journey, "\n".join(",".join(str(v or "") for v in r) for r in book_rows).encode()
    )
    text = answer.content.decode()
    assert "有 1 处不符合要求，没有写入任何内容" in text
    assert "第 2 行" in text
    assert "“无领导小组扣两分”看不出分值" in text
    assert "confirm" not in answer.context


def test_an_unreadable_file_is_refused_at_its_field(officer, journey):
    assert "没有找到标题行" in upload(officer, journey, "甲,乙\n1,2".encode()).content.decode()


def test_a_preview_is_confirmed_by_its_own_reader_and_unaltered(
    officer, journey, people, as_user, references
):
    content = upload(officer, journey, table_of(references["henan"])).context["confirm"]["content"].value()
    for user, text in ((people["county"], content), (journey.officer, content[:-2])):
        answer = as_user(user).post(reverse(CONFIRM), {"content": text}, follow=True)
        assert "预览已失效，没有写入任何内容" in answer.content.decode()
    assert not Standard.objects.filter(name="导入的标准").exists()


@pytest.mark.parametrize("who", ["approver", "auditor"])
def test_who_only_reads_imports_nothing(who, people, as_user):
    client = as_user(people[who])
    assert client.get(reverse(IMPORT)).status_code == 403
    assert client.post(reverse(CONFIRM), {"content": ""}).status_code == 403
    assert client.get(reverse("admin:creation_cycle_standard_xlsx_list")).status_code == 200


def test_a_draft_elsewhere_does_not_exist(people, as_user, adopted):
    client = as_user(people["elsewhere"])
    for name in ("change", "xlsx", "adopt"):
        assert client.get(page(adopted, name)).status_code == 404
    other = make.make_standard(make.make_committee("某市团委", "city"))
    url = reverse("admin:creation_cycle_standard_compare", args=[other.pk, adopted.pk])
    assert client.get(url).status_code == 404


def test_an_example_is_no_draft_and_what_gives_no_marks_shows_none(officer, references):
    text = officer.get(page(references["suzhou-housing"])).text
    panel = text[text.index('class="panel-head"') :]
    assert "参考样例" in panel[: panel.index("</div>")]
    assert "制度建设" in text
    assert "0.00" not in text


def test_the_preview_says_what_it_would_become_and_refuses_a_pass_line_beyond_the_total(officer, journey):
    content = table_of(journey.standard)
    text = upload(officer, journey, content).content.decode()
    assert "100.00 分" in text
    assert "导入的标准" in text
    refused = upload(officer, journey, content, pass_line="300").content.decode()
    assert "达标线不得超过总分，表中各项加权合计 100.00 分" in refused
    assert "确认导入" not in refused
