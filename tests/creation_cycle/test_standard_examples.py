"""The four partial sheets that are shipped as examples: each of their items computes what its source says."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from creation_cycle.models import Standard
from creation_cycle.scoring import score_item, total, vetoes
from creation_cycle.services import standards

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def sheet():
    """The items of an example by name."""
    standards.load_references()

    def items(code: str) -> dict:
        found = Standard.objects.get(code=code).items.for_scoring()
        return {item.name: item.spec for item in found}

    return items


def marks(item, **times) -> dict:
    """Marks by a word of the rule's text."""
    found = {rule.key: number for word, number in times.items() for rule in item.rules if word in rule.text}
    assert len(found) == len(times)
    return found


def points(item, **times) -> Decimal:
    return score_item(item, marks(item, **times))


def test_every_example_says_that_it_is_a_part_and_binds_nobody(db):
    call_command("load_standards", verbosity=0)
    call_command("load_standards", verbosity=0)
    found = {s.code: s for s in Standard.objects.all()}
    assert set(found) == {"seven-dimensions", "generic-sheet", "suzhou-housing", "henan"}
    for example in found.values():
        assert example.is_reference
        assert example.note.startswith("节选")
        assert example.committee is None
        assert all(item.clause for item in example.items.all())


@pytest.mark.parametrize(
    ("code", "full", "items"),
    [("seven-dimensions", 100, 21), ("generic-sheet", 30, 7), ("suzhou-housing", 45, 7), ("henan", 10, 2)],
)
def test_full_marks(code, full, items, sheet):
    example = Standard.objects.filter(code=code).first() or standards.load_reference(
        standards.SHIPPED / f"{code}.toml"
    )
    assert (example.total, example.items.count()) == (full, items)


def test_generic_sheet_deducts(sheet):
    items = sheet("generic-sheet")
    assert points(items["领导重视与经费"]) == 5
    assert points(items["领导重视与经费"], 无领导小组=1) == 3
    assert points(items["领导重视与经费"], 无领导小组=1, 无党政=1, 经费=1) == 0
    assert points(items["规范化创建"], 程序=1, 定期检查=1) == 3
    assert points(items["规范化创建"], 程序=1, 计划=1, 检查=1, 措施=1) == 0
    assert points(items["创建档案"], 缺少=3) == 2
    assert points(items["创建档案"], 缺少=4, 杂乱=1) == 0
    assert points(items["青年比例与负责人年龄"], 青年比例=1) == 2
    assert points(items["创建公示"]) == 2
    assert points(items["创建公示"], 没有公示=1) == 0


def test_generic_sheet_adds_bonus(sheet):
    items = sheet("generic-sheet")
    goals, people = items["目标、标准、标志与奖励"], items["负责人与成员"]
    assert points(goals, 标志=1, 标准=1) == 3
    assert points(goals, 标志=1, 创建口号=1, 标准=1, 没有奖励=1, 兑现=1) == 0
    assert points(goals, 奖励突出=2, 氛围=1) == 9
    assert points(goals, 没有奖励=1, 氛围=2) == 6
    assert points(people, 负责人符合=1) == 1
    assert points(people, 负责人符合=1, 成员=1, 岗位能手=1) == 4
    assert points(people, 岗位能手=1) == 2


def test_suzhou_adds_up_and_vetoes(sheet):
    items = sheet("suzhou-housing")
    assert points(items["组织领导"], 文件=1) == 2
    assert points(items["组织领导"], 文件=1, 汇报=4) == 6
    assert points(items["创建要素"], 创建计划=1, 目标=1, 口号=1) == 3
    assert points(items["规章制度"], 制度=3) == 6
    assert points(items["规章制度"], 制度=4) == 8
    assert score_item(items["业务工作"], D("21.5")) == D("21.5")
    veto = items["没有参加负责人培训"]
    assert vetoes(items.values(), {veto.key: True}) == [veto]
    assert score_item(veto, True) == 0


def test_henan_takes_two_for_each_missing_element(sheet):
    items = sheet("henan")
    leadership, papers = items["组织领导与经费"], items["计划、检查、总结与台账"]
    assert [points(leadership), points(leadership, 领导小组=1), points(leadership, 领导小组=1, 经费=1)] == [
        6,
        4,
        2,
    ]
    assert points(leadership, 领导小组=1, 主管=1, 经费=1) == 0
    assert points(papers, 年初=1, 台账=1) == 2


def test_seven_dimensions_make_one_hundred(sheet):
    items = sheet("seven-dimensions")
    dimensions = {}
    for item in Standard.objects.get(code="seven-dimensions").items.select_related("dimension"):
        dimensions[item.dimension.name] = dimensions.get(item.dimension.name, 0) + item.points
    assert dimensions == {
        "否决事项": 0, "基础建设": 15, "制度建设": 15, "工作业绩": 20, "创建特色": 15, "创建成效": 15,
        "社会评价": 10, "团建工作": 10, "加分": 0,
    }  # fmt: skip
    assert score_item(items["创新作品（每年 3 项）"], 2) == D("3.33")
    assert score_item(items["志愿服务（每年 4 场）"], 3) == D("3.75")
    assert score_item(items["注册志愿者"], 50) == D("1.5")
    assert score_item(items["建立团组织"], 1) == 2
    assert points(items["计划、检查与总结"], 年度计划=1, 口号=1) == 2


def test_a_whole_sheet_adds_up(sheet):
    items = sheet("suzhou-housing")
    answers = {
        items["组织领导"].key: marks(items["组织领导"], 文件=1, 汇报=2),
        items["创建要素"].key: marks(items["创建要素"], 创建计划=1, 目标=1, 载体=1, 口号=1),
        items["规章制度"].key: marks(items["规章制度"], 制度=3),
        items["业务工作"].key: D("22.25"),
    }
    assert total(items.values(), answers) == D("36.25")
