"""评分细则 as people write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creation_cycle.enums import ItemKind
from creation_cycle.rule_lines import RuleLine, WrongRuleLine, parse, write

D = Decimal
DEDUCT, ACCUMULATE = ItemKind.DEDUCT, ItemKind.ACCUMULATE


@pytest.mark.parametrize(
    ("written", "kind", "rule"),
    [
        ("无领导小组 -2", DEDUCT, RuleLine("无领导小组", D(2))),
        ("无领导小组－２分", DEDUCT, RuleLine("无领导小组", D(2))),
        ("无领导小组 −2.5 分", DEDUCT, RuleLine("无领导小组", D("2.5"))),
        ("缺少一项材料 -1(最多5次)", DEDUCT, RuleLine("缺少一项材料", D(1), max_times=5)),
        ("加分：获省级表彰 +2", DEDUCT, RuleLine("获省级表彰", D(2), is_bonus=True)),
        ("获省级表彰 +2", DEDUCT, RuleLine("获省级表彰", D(2), is_bonus=True)),
        ("每建立一项制度 +2（最多4次）", ACCUMULATE, RuleLine("每建立一项制度", D(2), max_times=4)),
        ("青年占60%以上＋1", ACCUMULATE, RuleLine("青年占60%以上", D(1))),
        ("加分: 有创新 +1（最多 2 次）", ACCUMULATE, RuleLine("有创新", D(1), True, 2)),
        ("A-B 类岗位 +1", ACCUMULATE, RuleLine("A-B 类岗位", D(1))),
    ],
)
def test_a_line_is_read(written, kind, rule):
    assert parse(written, kind) == (rule,)


def test_lines_keep_their_order_and_blank_ones_do_not_count():
    assert [rule.text for rule in parse("\n甲 -1\n\n  乙 -2  \n", DEDUCT)] == ["甲", "乙"]
    assert parse(" \n ", DEDUCT) == ()


@pytest.mark.parametrize(
    ("written", "kind", "sentence"),
    [
        ("无领导小组", DEDUCT, "“无领导小组”看不出分值"),
        ("无领导小组 2", DEDUCT, "看不出分值"),
        ("-2", DEDUCT, "看不出分值"),
        ("无领导小组 -2.555", DEDUCT, "看不出分值"),
        ("有制度 -2", ACCUMULATE, "正负号不对"),
        ("加分：有创新 -2", ACCUMULATE, "正负号不对"),
        ("加分：有创新 -2", DEDUCT, "正负号不对"),
        ("有制度 +0", ACCUMULATE, "须大于 0"),
        ("有制度 +2（最多0次）", ACCUMULATE, "须大于 0"),
        ("甲 -1\n甲 -2", DEDUCT, "“甲”重复"),
        (f"{'长' * 81} -1", DEDUCT, "共 81 字，最多 80 字"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(written, kind, sentence):
    with pytest.raises(WrongRuleLine, match=sentence):
        parse(written, kind)


texts = st.text("无领导小组每建立一项制度ab0-+（）%", min_size=1, max_size=12).map(str.strip).filter(bool)
rules = st.builds(
    RuleLine,
    texts,
    st.decimals("0.01", 999, places=2),
    st.booleans(),
    st.integers(1, 99),
)


@given(st.lists(rules, unique_by=lambda rule: rule.text, max_size=5), st.sampled_from([DEDUCT, ACCUMULATE]))
def test_what_is_written_is_read_again(found, kind):
    assert parse(write(found, kind), kind) == tuple(found)
