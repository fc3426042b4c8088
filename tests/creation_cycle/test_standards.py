"""Versions of standards: which one binds, what never changes, what a copy takes along."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.lifecycle import TransitionBlocked, perform
from core.models import LedgerEntry
from creation_cycle.enums import ItemKind
from creation_cycle.models import ScoringRule, Standard, StandardDimension, StandardItem
from creation_cycle.models.standard_item import PublishedStandardChanged
from creation_cycle.rubric import RubricItem, changes
from creation_cycle.rule_lines import RuleLine
from creation_cycle.services import standards
from tests import factories as make
from units.enums import Level
from units.models import Industry

pytestmark = pytest.mark.django_db
D = Decimal
ITEMS = [
    RubricItem("否决项", "重大责任事故", ItemKind.VETO, methods=("survey",), clause="示例条款 一"),
    RubricItem(
        "制度建设", "规章制度", ItemKind.ACCUMULATE, D(8), weight=D("1.5"), bonus_max=D(2),
        rules=(RuleLine("每建立一项制度", D(2), max_times=4), RuleLine("制度有创新", D(1), True, 2)),
        methods=("papers", "visit"), clause="示例条款 二", guidance="看台账。\n看现场。",
    ),
    RubricItem("社会评价", "志愿服务", ItemKind.AUTO, D(5), auto_source="youth_home_sessions", full_at=D(4)),
    RubricItem("社会评价", "群众评价", ItemKind.JUDGEMENT, D(10)),
]  # fmt: skip


@pytest.fixture
def city(db):
    return make.make_line()[1]


@pytest.fixture
def officer(city):
    return make.make_officer(city)


def draft(city, by, items=ITEMS, **values) -> Standard:
    defaults = {"level": Level.CITY, "industry": None, "name": "通用标准", "pass_line": D(20)}
    return standards.draft_of(items, committee=city, by=by, **{**defaults, **values})


def test_what_is_written_is_read_again(city, officer):
    assert standards.rubric_of(draft(city, officer)) == ITEMS


def test_the_total_counts_weights_and_no_bonus(city, officer):
    standard = draft(city, officer)
    assert standard.total == D("27.00")  # 8 × 1.5 + 5 + 10
    assert standard.most == D("30.00")


def test_versions_count_on_for_each_committee_level_and_industry(city, officer):
    tax = Industry.objects.create(code="t", name="税务")
    found = [draft(city, officer), draft(city, officer), draft(city, officer, industry=tax)]
    assert [standard.version for standard in found] == [1, 2, 1]


def test_a_copy_has_the_same_content_and_the_next_number(city, officer):
    first = perform(draft(city, officer), "publish", by=officer)
    copy = standards.copy_as_draft(first, by=officer)
    assert (copy.version, copy.state) == (2, "draft")
    assert standards.rubric_of(copy) == ITEMS
    assert LedgerEntry.objects.of(copy).get().note == "由第 1 版复制"


def test_the_newer_version_takes_the_place_of_the_older(city, officer):
    first = perform(draft(city, officer), "publish", by=officer)
    perform(standards.copy_as_draft(first, by=officer), "publish", by=officer)
    first.refresh_from_db()
    assert first.state == "superseded"


def test_the_industry_standard_binds_before_the_general_one(city, officer):
    tax, rail = Industry.objects.create(code="t", name="税务"), Industry.objects.create(code="r", name="铁路")
    general = perform(draft(city, officer), "publish", by=officer)
    own = perform(draft(city, officer, industry=tax), "publish", by=officer)
    draft(city, officer, industry=rail)
    standards.load_references()

    def picked(industry):
        return Standard.objects.pick(committee=city, level=Level.CITY, industry=industry)

    assert (picked(tax), picked(rail), picked(None)) == (own, general, general)
    assert Standard.objects.pick(committee=city, level=Level.COUNTY, industry=tax) is None


@pytest.mark.parametrize("part", ["dimension", "item", "rule"])
@pytest.mark.parametrize("way", ["save", "delete", "add"])
def test_no_part_of_a_published_version_changes(city, officer, part, way):
    standard = perform(draft(city, officer), "publish", by=officer)
    rows = {
        "dimension": StandardDimension.objects.filter(standard=standard),
        "item": StandardItem.objects.filter(standard=standard),
        "rule": ScoringRule.objects.filter(item__standard=standard),
    }
    row = rows[part].first()
    if way == "add":
        row.pk, row._state.adding = None, True
    with pytest.raises(PublishedStandardChanged):
        row.delete() if way == "delete" else row.save()
    assert standards.rubric_of(standard) == ITEMS


def test_the_service_refuses_a_published_version(city, officer):
    standard = perform(draft(city, officer), "publish", by=officer)
    with pytest.raises(PublishedStandardChanged):
        standards.write(standard, ITEMS[:1])
    assert standards.rubric_of(standard) == ITEMS


def test_unsound_items_are_not_written(city, officer):
    standard = draft(city, officer)
    with pytest.raises(ValueError, match="不能为空"):
        standards.write(standard, [RubricItem("", "甲", ItemKind.JUDGEMENT, D(1))])
    with pytest.raises(ValueError, match="重复"):
        standards.write(standard, [ITEMS[3], ITEMS[3]])
    assert standards.rubric_of(standard) == ITEMS


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "veto", "points": 1},
        {"kind": "deduct", "points": 0},
        {"kind": "judgement", "points": 0},
        {"kind": "auto", "points": 5},
        {"kind": "auto", "points": 5, "auto_source": "activities"},
        {"kind": "judgement", "points": 5, "full_at": 4},
    ],
)
def test_the_database_refuses_items_that_cannot_be_scored(city, officer, values):
    standard = draft(city, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardItem.objects.bulk_create(
            [StandardItem(standard=standard, dimension=standard.dimensions.first(), name="错误", **values)]
        )


def test_an_example_is_adopted_and_never_published_itself(city, officer):
    [reference] = [s for s in standards.load_references() if s.code == "henan"]
    admin = make.make_user(is_superuser=True)
    with pytest.raises(TransitionBlocked, match="参考样例不能发布"):
        perform(reference, "publish", by=admin)
    adopted = standards.adopt(reference, committee=city, level=Level.CITY, industry=None, by=officer)
    assert standards.rubric_of(adopted) == standards.rubric_of(reference)
    assert adopted.basis == f"参照采用：{reference.basis}"
    assert perform(adopted, "publish", by=officer).state == "published"
    assert LedgerEntry.objects.of(adopted).first().note == "参照采用：河南省考核标准（综合指标）"


def test_examples_are_seen_by_everyone_and_drafts_by_their_line(city, officer):
    standards.load_references()
    own = draft(city, officer)
    elsewhere = make.make_officer(make.make_committee("别市团委", Level.CITY))
    assert own in Standard.objects.visible_to(officer)
    seen = Standard.objects.visible_to(elsewhere)
    assert own not in seen
    assert seen.count() == 4


def test_a_refreshed_example_follows_its_file(tmp_path):
    path = tmp_path / "x.toml"
    text = (
        'code = "x"\nname = "样例"\nlevel = "city"\npass_line = 1\n[[items]]\ndimension = "甲"\nname = "{}"\n'
    )
    text += 'kind = "judgement"\npoints = 2.5\n'
    path.write_text(text.format("一"), encoding="utf-8")
    standards.load_reference(path)
    path.write_text(text.format("二"), encoding="utf-8")
    assert [item.name for item in standards.rubric_of(standards.load_reference(path))] == ["二"]
    assert Standard.objects.count() == 1


def test_what_cannot_be_reached_or_stored_is_not_published(city, officer):
    high = draft(city, officer, pass_line=D(28))
    with pytest.raises(TransitionBlocked, match=r"达标线 28\.00 分，总分 27\.00 分"):
        perform(Standard.objects.get(pk=high.pk), "publish", by=officer)
    many = draft(city, officer, items=[RubricItem("甲", "一", ItemKind.JUDGEMENT, D(500), weight=D(3))])
    with pytest.raises(TransitionBlocked, match="不能超过 1000 分"):
        perform(many, "publish", by=officer)


def test_two_versions_are_compared_item_by_item():
    changed = RubricItem(**{**vars(ITEMS[1]), "points": D(6), "methods": ("papers",)})
    new = RubricItem("社会评价", "媒体报道", ItemKind.JUDGEMENT, D(3))
    found = changes(ITEMS, [ITEMS[0], changed, ITEMS[2], new])
    assert [(c.item, c.column, c.before, c.after) for c in found] == [
        ("规章制度", "满分", "8", "6"),
        ("规章制度", "考评方式", "查资料、看现场", "查资料"),
        ("媒体报道", "", "", "新增"),
        ("群众评价", "", "删去", ""),
    ]
    assert changes(ITEMS, ITEMS) == []


def test_a_copy_keeps_the_smallest_unit():
    """Versions from before it was asked keep two decimals, new items begin with half points."""
    committee = make.make_committee("示例市团委", "city")
    old = make.make_standard(committee)
    assert {item.step for item in standards.rubric_of(old)} == {D("0.01")}
    copy = standards.copy_as_draft(old, by=make.make_officer(committee))
    assert set(copy.items.values_list("step", flat=True)) == {D("0.01")}
    item = StandardItem(standard=copy, dimension=copy.dimensions.first(), name="新项", points=5)
    item.save()
    item.refresh_from_db()
    assert (item.step, item.spec.step) == (D("0.50"), D("0.50"))


@pytest.mark.parametrize("step", ["0", "0.25", "2"])
def test_other_units_do_not_exist(step):
    standard = make.make_standard(make.make_committee("示例市团委", "city"), state="draft")
    with pytest.raises(IntegrityError, match="item_step_known"), transaction.atomic():
        StandardItem.objects.update(step=step)
    assert standard.items.count() == 7
