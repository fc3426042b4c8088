"""Points by kind of item, at the edges and, by random answers, everywhere between them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creation_cycle.enums import ItemKind
from creation_cycle.scoring import (
    ItemSpec,
    RuleSpec,
    WrongAnswer,
    explain,
    full_marks,
    half_up,
    score_item,
    total,
    vetoes,
)

D = Decimal

LEADERSHIP = ItemSpec(
    "A1", "领导小组与分工", ItemKind.DEDUCT, D(5),
    rules=(RuleSpec("group", "无领导小组", D(2)), RuleSpec("head", "无党政负责人主管", D(2)),
           RuleSpec("funds", "经费未落实", D(1))),
)  # fmt: skip
RULES = ItemSpec(
    "B1",
    "规章制度",
    ItemKind.ACCUMULATE,
    D(8),
    rules=(RuleSpec("each", "每建立一项制度", D(2), max_times=4),),
)
SIGNS = ItemSpec(
    "C1", "目标与奖励", ItemKind.DEDUCT, D(6), bonus_max=D(4),
    rules=(RuleSpec("sign", "没有标志", D(1)), RuleSpec("reward", "没有奖励", D(2), max_times=3),
           RuleSpec("plus", "奖励突出", D(1), is_bonus=True, max_times=2),
           RuleSpec("mood", "氛围浓厚", D("2.5"), is_bonus=True, max_times=2)),
)  # fmt: skip
WORK = ItemSpec("D1", "工作业绩", ItemKind.JUDGEMENT, D(20))
TEST = ItemSpec("D2", "知识测试", ItemKind.JUDGEMENT, D(0), bonus_max=D(5))
SERVICE = ItemSpec(
    "F1", "志愿服务", ItemKind.AUTO, D(5), full_at=D(4), label="结对青少年之家志愿服务", unit="场"
)
SHARE = ItemSpec("G1", "注册志愿者", ItemKind.AUTO, D(3), full_at=D(100), label="注册志愿者比例", unit="%")
ACCIDENT = ItemSpec("V1", "重大责任事故", ItemKind.VETO, D(0))
ALL = (LEADERSHIP, RULES, SIGNS, WORK, TEST, SERVICE, SHARE, ACCIDENT)


@pytest.mark.parametrize(
    ("item", "answer", "points"),
    [
        (LEADERSHIP, {}, "5"),
        (LEADERSHIP, {"group": 1}, "3"),
        (LEADERSHIP, {"group": 1, "head": 1, "funds": 1}, "0"),
        (LEADERSHIP, {"group": 0, "funds": 1}, "4"),
        (SIGNS, {"sign": 1, "reward": 3}, "0"),  # 6 - 7 stops at 0
        (
            SIGNS,
            {"sign": 1, "reward": 3, "plus": 2},
            "2",
        ),  # the bonus is not eaten by what was deducted too much
        (SIGNS, {"plus": 1}, "7"),
        (SIGNS, {"plus": 2, "mood": 2}, "10"),  # 7 points of bonus count as 4
        (RULES, {}, "0"),
        (RULES, {"each": 3}, "6"),
        (RULES, {"each": 4}, "8"),
        (WORK, D(0), "0"),
        (WORK, D("12.5"), "12.5"),
        (WORK, D(20), "20"),
        (WORK, 20, "20"),
        (TEST, D(5), "5"),
        (SERVICE, 0, "0"),
        (SERVICE, 3, "3.75"),
        (SERVICE, 4, "5"),
        (SERVICE, 9, "5"),
        (SHARE, Fraction(200, 3), "2"),  # two thirds of 3 points, exactly
        (SHARE, Fraction(100, 3), "1"),
        (SHARE, Fraction(100, 7), "0.43"),
        (ACCIDENT, False, "0"),
        (ACCIDENT, True, "0"),
    ],
)
def test_points_of_an_item(item, answer, points):
    assert score_item(item, answer) == D(points)


def test_a_list_caps_at_the_points_of_the_item():
    generous = ItemSpec(
        "X", "项目", ItemKind.ACCUMULATE, D(6), rules=(RuleSpec("a", "每次", D(4), max_times=3),)
    )
    assert [score_item(generous, {"a": times}) for times in range(4)] == [0, 4, 6, 6]


@pytest.mark.parametrize(
    ("item", "answer", "sentence", "rule"),
    [
        (WORK, D("20.01"), "请填写 0 到 20 之间的分数，最多两位小数。", None),
        (WORK, D("-1"), "请填写 0 到 20 之间的分数，最多两位小数。", None),
        (WORK, D("1.005"), "请填写 0 到 20 之间的分数，最多两位小数。", None),
        (WORK, D("NaN"), "请填写 0 到 20 之间的分数，最多两位小数。", None),
        (WORK, True, "请填写 0 到 20 之间的分数，最多两位小数。", None),
        (TEST, D(6), "请填写 0 到 5 之间的分数，最多两位小数。", None),
        (LEADERSHIP, {"group": 2}, "“无领导小组”请填写 0 到 1 之间的整数。", "group"),
        (LEADERSHIP, {"group": -1}, "“无领导小组”请填写 0 到 1 之间的整数。", "group"),
        (LEADERSHIP, {"group": D("0.5")}, "“无领导小组”请填写 0 到 1 之间的整数。", "group"),
        (LEADERSHIP, {"other": 1}, "“领导小组与分工”请按细则填写次数。", None),
        (LEADERSHIP, D(3), "“领导小组与分工”请按细则填写次数。", None),
        (RULES, {"each": 5}, "“每建立一项制度”请填写 0 到 4 之间的整数。", "each"),
        (ACCIDENT, D(1), "“重大责任事故”请选择有或无。", None),
        (SERVICE, -1, "“志愿服务”由系统统计，不能填写。", None),
        (SERVICE, {"each": 1}, "“志愿服务”由系统统计，不能填写。", None),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused_in_a_sentence(item, answer, sentence, rule):
    with pytest.raises(WrongAnswer) as refused:
        score_item(item, answer)
    assert (refused.value.sentence, refused.value.rule) == (sentence, rule)


@pytest.mark.parametrize(
    ("item", "answer", "period", "sentence"),
    [
        (SERVICE, 3, "2026年", "2026年结对青少年之家志愿服务 3 场 / 4 场，得 3.75 分"),
        (SHARE, Fraction(9996, 100), "", "注册志愿者比例 99.9 % / 100 %，得 3 分"),
        (LEADERSHIP, {"group": 1, "funds": 1}, "", "无领导小组 -2，经费未落实 -1，得 2 分"),
        (LEADERSHIP, {}, "", "得 5 分"),
        (SIGNS, {"plus": 2}, "", "奖励突出 +2（2 次），得 8 分"),
        (RULES, {"each": 3}, "", "每建立一项制度 +6（3 次），得 6 分"),
        (WORK, D("12.50"), "", "得 12.5 分"),
        (ACCIDENT, True, "", "重大责任事故：有"),
        (ACCIDENT, False, "", "重大责任事故：无"),
    ],
)
def test_the_arithmetic_is_said(item, answer, period, sentence):
    assert explain(item, answer, period) == sentence


def test_dimensions_weigh_and_the_sum_is_rounded_once():
    thirds = [ItemSpec(n, str(n), ItemKind.JUDGEMENT, D(10), weight=D("0.33")) for n in range(3)]
    heavy = ItemSpec("h", "h", ItemKind.JUDGEMENT, D(10), weight=D("1.5"))
    answers = {0: D("3.33"), 1: D("3.33"), 2: D("3.34"), "h": D("7.01")}
    assert total([*thirds, heavy], answers) == D("13.82")  # 3.3 + 10.515 = 13.815, a half goes up
    assert full_marks([*thirds, heavy]) == D("24.90")
    assert total([*thirds, heavy], {}) == 0


def test_halves_go_up_and_never_to_the_even_neighbour():
    assert [half_up(D(value)) for value in ("0.005", "0.015", "0.025", "2.675", "0.0049")] == [
        D("0.01"), D("0.02"), D("0.03"), D("2.68"), D("0.00"),
    ]  # fmt: skip
    assert half_up(Fraction(1, 200)) == D("0.01")


def test_one_veto_is_named():
    assert vetoes(ALL, {"V1": True}) == [ACCIDENT]
    assert vetoes(ALL, {"V1": False}) == []
    assert vetoes(ALL, {}) == []


def answers_of(item: ItemSpec) -> st.SearchStrategy:
    """Every answer that fits."""
    if item.kind == ItemKind.VETO:
        return st.booleans()
    if item.kind == ItemKind.JUDGEMENT:
        return st.decimals(0, item.points + item.bonus_max, places=2)
    if item.kind == ItemKind.AUTO:
        return st.fractions(0, 1000, max_denominator=60)
    return st.fixed_dictionaries({}, optional={r.key: st.integers(0, r.max_times) for r in item.rules})


sheets = st.fixed_dictionaries({item.key: answers_of(item) for item in ALL})


@given(sheets)
def test_points_stay_between_nothing_and_the_most(answers):
    for item in ALL:
        points = score_item(item, answers[item.key])
        assert 0 <= points <= item.points + item.bonus_max
        assert points == points.quantize(D("0.01"))


@given(sheets, st.permutations(ALL))
def test_the_order_of_items_does_not_matter(answers, shuffled):
    assert total(shuffled, answers) == total(ALL, answers)


@given(sheets)
def test_the_order_of_marks_does_not_matter(answers):
    turned = {key: dict(reversed(a.items())) if isinstance(a, dict) else a for key, a in answers.items()}
    assert total(ALL, turned) == total(ALL, answers)


@given(st.fractions(0, 50, max_denominator=12), st.fractions(0, 50, max_denominator=12))
def test_more_of_what_is_counted_never_makes_fewer_points(one, other):
    fewer, more = sorted((one, other))
    assert score_item(SERVICE, fewer) <= score_item(SERVICE, more)
