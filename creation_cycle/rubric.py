"""A standard's content as plain values: what spreadsheets, shipped files, copies and comparisons have in common.

`RubricItem.faults()` is the one place that says what is wrong with an item; the admin's form, the import and the
loader of shipped files ask it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError

from core.validators import validate_plain_paragraphs, validate_plain_text
from creation_cycle import rule_lines
from creation_cycle.auto_sources import AUTO_SOURCES
from creation_cycle.enums import ItemKind, ItemMethod
from creation_cycle.rule_book import plain
from creation_cycle.rule_lines import RuleLine
from creation_cycle.scoring import SCORED_BY_RULES, STEPS

COLUMNS = {
    "dimension": "维度",
    "weight": "权重",
    "name": "评分项",
    "kind": "类型",
    "points": "满分",
    "rules": "细则",
    "bonus_max": "加分上限",
    "methods": "考评方式",
    "clause": "依据",
    "auto_source": "系统数据",
    "full_at": "满分数值",
    "guidance": "评分说明",
    "step": "评分最小单位",
}
LONGEST = {"dimension": 20, "name": 60, "clause": 120}
MOST_POINTS = Decimal("999.99")
MOST_WEIGHT = Decimal("99.99")
MOST_MEASURED = Decimal("999999.99")

USUAL_STEP = Decimal("0.50")


@dataclass(frozen=True)
class RubricItem:
    """One item with its dimension; two equal ones score equally and read equally."""

    dimension: str
    name: str
    kind: ItemKind
    points: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    rules: tuple[RuleLine, ...] = ()
    bonus_max: Decimal = Decimal(0)
    methods: tuple[str, ...] = ()
    clause: str = ""
    auto_source: str = ""
    full_at: Decimal | None = None
    guidance: str = ""
    step: Decimal = USUAL_STEP

    def faults(self) -> dict[str, str]:
        """A sentence for each field that is wrong, by its name here."""
        checks = (
            self._text_faults,
            self._number_faults,
            self._point_faults,
            self._rule_faults,
            self._auto_faults,
        )
        found: dict[str, str] = {}
        for check in checks:
            for name, sentence in check():
                found.setdefault(name, sentence)
        return found

    def _text_faults(self) -> Iterator[tuple[str, str]]:
        for name in ("dimension", "name"):
            if not getattr(self, name):
                yield name, "不能为空"
        for name, longest in LONGEST.items():
            if len(getattr(self, name)) > longest:
                yield name, f"共 {len(getattr(self, name))} 字，最多 {longest} 字"
        for name in (*LONGEST, "guidance"):
            validate = validate_plain_paragraphs if name == "guidance" else validate_plain_text
            try:
                validate(getattr(self, name))
            except ValidationError as wrong:
                yield name, wrong.messages[0]
        for rule in self.rules:
            try:
                validate_plain_text(rule.text)
            except ValidationError as wrong:
                yield "rules", wrong.messages[0]

    def _number_faults(self) -> Iterator[tuple[str, str]]:
        limits = {
            "weight": MOST_WEIGHT,
            "points": MOST_POINTS,
            "bonus_max": MOST_POINTS,
            "full_at": MOST_MEASURED,
        }
        for name, most in limits.items():
            value = getattr(self, name)
            if value is not None and not 0 <= value <= most:
                yield name, f"应在 0 到 {plain(most)} 之间"
            elif value is not None and value != round(value, 2):
                yield name, "最多两位小数"
        if not self.weight:
            yield "weight", "须大于 0"
        if self.step not in STEPS:
            yield "step", f"应为 {'、'.join(map(plain, STEPS))}"
        elif self.step != USUAL_STEP and self.kind != ItemKind.JUDGEMENT:
            yield "step", "只有评议项填写评分最小单位"

    def _point_faults(self) -> Iterator[tuple[str, str]]:
        if self.kind == ItemKind.VETO:
            if self.points:
                yield "points", "一票否决项不计分，请填 0 或留空"
            if self.bonus_max:
                yield "bonus_max", "一票否决项不计分，请填 0 或留空"
        elif self.kind in (ItemKind.DEDUCT, ItemKind.AUTO) and not self.points:
            yield "points", "须大于 0"
        elif not self.points and not self.bonus_max:
            yield "points", "满分或加分上限须大于 0"

    def _rule_faults(self) -> Iterator[tuple[str, str]]:
        if self.kind not in SCORED_BY_RULES:
            if self.rules:
                yield "rules", "只有扣分项和累加项写细则，其他类型请写在评分说明里"
            return
        base = [rule for rule in self.rules if not rule.is_bonus]
        if self.points and not base:
            yield "rules", "请写明细则，每行一条"
        reach = sum((rule.points * rule.max_times for rule in base), Decimal(0))
        if self.kind == ItemKind.ACCUMULATE and base and reach < self.points:
            yield "rules", f"各条加起来最多 {plain(reach)} 分，达不到满分 {plain(self.points)} 分"
        has_bonus = len(base) < len(self.rules)
        if has_bonus and not self.bonus_max:
            yield "bonus_max", "细则中有加分，请填写加分上限"
        if self.bonus_max and not has_bonus:
            yield "bonus_max", "细则中没有加分，请填 0 或补上“加分：”的细则"

    def _auto_faults(self) -> Iterator[tuple[str, str]]:
        if self.kind != ItemKind.AUTO:
            if self.auto_source:
                yield "auto_source", "只有系统数据项选择系统数据"
            if self.full_at is not None:
                yield "full_at", "只有系统数据项填写满分数值"
            return
        if self.auto_source not in AUTO_SOURCES:
            yield "auto_source", "请选择系统数据"
        if not self.full_at:
            yield "full_at", "请填写达到多少得满分"
        if self.bonus_max:
            yield "bonus_max", "系统数据项没有加分，请填 0 或留空"


def repeated(items: Sequence[RubricItem]) -> dict[int, dict[str, str]]:
    """What is wrong between items, by their place in the sequence: names stand once, a dimension has one weight."""
    found: dict[int, dict[str, str]] = {}
    names: dict[str, int] = {}
    weights: dict[str, Decimal] = {}
    for place, item in enumerate(items):
        wrong = {}
        if names.setdefault(item.name, place) != place:
            wrong["name"] = f"评分项“{item.name}”重复"
        if weights.setdefault(item.dimension, item.weight) != item.weight:
            wrong["weight"] = f"维度“{item.dimension}”的权重前后不一致：{plain(weights[item.dimension])}"
        if wrong:
            found[place] = wrong
    return found


@dataclass(frozen=True)
class Change:
    """One difference between two versions; `before` or `after` is empty where the item is new or gone."""

    item: str
    column: str
    before: str
    after: str


def changes(before: Sequence[RubricItem], after: Sequence[RubricItem]) -> list[Change]:
    """What became of each item, matched by name: first those that changed or are new, then those that are gone."""
    old, new = {item.name: item for item in before}, {item.name: item for item in after}
    found = []
    for name, item in new.items():
        if name in old:
            found += _altered(old[name], item)
        else:
            found.append(Change(name, "", "", "新增"))
    return [*found, *(Change(name, "", "删去", "") for name in old if name not in new)]


def _altered(before: RubricItem, after: RubricItem) -> list[Change]:
    pairs = [(COLUMNS[f.name], shown(before, f.name), shown(after, f.name)) for f in fields(RubricItem)]
    return [Change(after.name, column, old, new) for column, old, new in pairs if old != new]


def shown(item: RubricItem, name: str) -> str:
    """A field as the spreadsheet and the comparison show it."""
    value = getattr(item, name)
    if name == "step" and item.kind != ItemKind.JUDGEMENT:
        return ""
    if name == "rules":
        return rule_lines.write(value, item.kind)
    if name == "methods":
        return "、".join(ItemMethod(method).label for method in value)
    if name == "kind":
        return ItemKind(value).label
    if name == "auto_source":
        return AUTO_SOURCES[value].label if value else ""
    return plain(value) if isinstance(value, Decimal) else value or ""
