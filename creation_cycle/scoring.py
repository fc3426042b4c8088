"""How answers become points: pure arithmetic over the items of a standard (domain.md §4), with exact decimals.

    score_item(item, answer) -> Decimal          points of one item, half up to two decimals
    fits_step(item, points) -> bool              whether a reviewer may give these points
    explain(item, answer, period="") -> str      the same arithmetic as a sentence
    total(items, answers) -> Decimal             weighted sum; items without an answer count 0
    full_marks(items) -> Decimal                 weighted sum of the most points, without bonus
    weighted(pairs) -> Decimal                   the same sum for points that are known: (points, weight) pairs
    vetoes(items, answers) -> list[ItemSpec]     items of 一票否决 that were found

`item` is a `StandardItem.spec` (of rows from `items.for_scoring()`), `answers` go by `item.key`, the primary key.
An answer is, by the kind of the item:

    veto         bool                            True: it was found; never any points
    deduct       {rule key: times}               each time takes the rule's points, not below 0; bonus comes on top
    accumulate   {rule key: times}               each time adds the rule's points, not above the item's
    judgement    Decimal                         from 0 to the item's points and bonus
    auto         Decimal | Fraction | int        what was measured; points × min(measured, full_at) / full_at

Bonus rules of either list add up to `bonus_max`. What does not fit raises `WrongAnswer` with a Chinese sentence and,
where it belongs to one rule, the key of that rule, so that a form can put the sentence beside the field.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from creation_cycle.enums import ItemKind
from creation_cycle.rule_book import plain

CENT = Decimal("0.01")
STEPS = (Decimal("1.00"), Decimal("0.50"), Decimal("0.10"), CENT)
"""The smallest units in which points of a judgement item may be given."""
SCORED_BY_RULES = frozenset({ItemKind.DEDUCT, ItemKind.ACCUMULATE})

Marks = Mapping[Hashable, int]
Answer = bool | Decimal | Fraction | int | Marks


class WrongAnswer(ValueError):
    """An answer that does not fit its item: `sentence` for the reader, `rule` the key of the rule it is about."""

    def __init__(self, sentence: str, rule: Hashable = None):
        super().__init__(sentence)
        self.sentence, self.rule = sentence, rule


@dataclass(frozen=True)
class RuleSpec:
    """One line of 评分细则."""

    key: Hashable
    text: str
    points: Decimal
    is_bonus: bool = False
    max_times: int = 1


@dataclass(frozen=True)
class ItemSpec:
    """All that decides the points of an item; `label` and `unit` name what an item of system data counts."""

    key: Hashable
    name: str
    kind: ItemKind
    points: Decimal
    bonus_max: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    rules: tuple[RuleSpec, ...] = ()
    full_at: Decimal | None = None
    step: Decimal = CENT
    label: str = ""
    unit: str = ""


def score_item(item: ItemSpec, answer: Answer) -> Decimal:
    return half_up(_POINTS[item.kind](item, answer))


def fits_step(item: ItemSpec, points: Decimal) -> bool:
    """Whole steps, and full marks themselves, with and without bonus, whatever the step is."""
    return points % item.step == 0 or points in (item.points, item.points + item.bonus_max)


def total(items: Iterable[ItemSpec], answers: Mapping[Hashable, Answer]) -> Decimal:
    """Each dimension's points times its weight; rounded once, at the end."""
    given = [item for item in items if item.key in answers]
    return weighted((score_item(item, answers[item.key]), item.weight) for item in given)


def full_marks(items: Iterable[ItemSpec]) -> Decimal:
    return weighted((item.points, item.weight) for item in items)


def weighted(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    return half_up(sum((points * weight for points, weight in pairs), Decimal(0)))


def vetoes(items: Iterable[ItemSpec], answers: Mapping[Hashable, Answer]) -> list[ItemSpec]:
    """One of them is enough: 一票否决."""
    return [item for item in items if item.kind == ItemKind.VETO and _found(item, answers.get(item.key))]


def explain(item: ItemSpec, answer: Answer, period: str = "") -> str:
    """E.g. “2026年志愿服务 3 场 / 4 场，得 3.75 分”; `period` is what `AutoSource.period` says."""
    got = f"得 {plain(score_item(item, answer))} 分"
    if item.kind == ItemKind.VETO:
        return f"{item.name}：{'有' if answer else '无'}"
    if item.kind == ItemKind.AUTO:
        return f"{period}{item.label} {_short(answer)} {item.unit} / {plain(item.full_at)} {item.unit}，{got}"
    if item.kind == ItemKind.JUDGEMENT:
        return got
    return "，".join([*_lines(item, answer), got])


def half_up(value: Decimal | Fraction, by: int = 1) -> Decimal:
    """`value / by` with two decimals, a half goes up: in whole numbers, exact where decimals of 28 digits are not."""
    numerator, denominator = value.as_integer_ratio()
    denominator *= by
    return Decimal((numerator * 200 + denominator) // (denominator * 2)).scaleb(-2)


def _none(item: ItemSpec, answer: Answer) -> Decimal:
    _found(item, answer)
    return Decimal(0)


def _found(item: ItemSpec, answer: Answer | None) -> bool:
    if answer is not None and not isinstance(answer, bool):
        raise WrongAnswer(f"“{item.name}”请选择有或无。")
    return bool(answer)


def _deducted(item: ItemSpec, marks: Marks) -> Decimal:
    base, bonus = _sums(item, marks)
    return max(item.points - base, Decimal(0)) + bonus


def _accumulated(item: ItemSpec, marks: Marks) -> Decimal:
    base, bonus = _sums(item, marks)
    return min(base, item.points) + bonus


def _judged(item: ItemSpec, points: Decimal) -> Decimal:
    most = item.points + item.bonus_max
    is_number = (
        isinstance(points, Decimal | int) and not isinstance(points, bool) and Decimal(points).is_finite()
    )
    if not is_number or not 0 <= points <= most or points != half_up(points):
        raise WrongAnswer(f"请填写 0 到 {plain(most)} 之间的分数，最多两位小数。")
    return Decimal(points)


def _measured(item: ItemSpec, value: Decimal | Fraction) -> Fraction:
    if isinstance(value, bool | Mapping) or value < 0:
        raise WrongAnswer(f"“{item.name}”由系统统计，不能填写。")
    full = Fraction(item.full_at)
    return Fraction(item.points) * min(Fraction(value), full) / full


_POINTS: dict[ItemKind, Callable[[ItemSpec, Answer], Decimal | Fraction]] = {
    ItemKind.VETO: _none,
    ItemKind.DEDUCT: _deducted,
    ItemKind.ACCUMULATE: _accumulated,
    ItemKind.JUDGEMENT: _judged,
    ItemKind.AUTO: _measured,
}


def _sums(item: ItemSpec, marks: Marks) -> tuple[Decimal, Decimal]:
    """What the marked rules make, and their bonus as far as it counts."""
    rules = _marked(item, marks)
    base = sum((rule.points * times for rule, times in rules if not rule.is_bonus), Decimal(0))
    bonus = sum((rule.points * times for rule, times in rules if rule.is_bonus), Decimal(0))
    return base, min(bonus, item.bonus_max)


def _marked(item: ItemSpec, marks: Marks) -> list[tuple[RuleSpec, int]]:
    """The rules with their times, in the order of the item."""
    if not isinstance(marks, Mapping) or set(marks) - {rule.key for rule in item.rules}:
        raise WrongAnswer(f"“{item.name}”请按细则填写次数。")
    for rule in item.rules:
        times = marks.get(rule.key, 0)
        if isinstance(times, bool) or not isinstance(times, int) or not 0 <= times <= rule.max_times:
            raise WrongAnswer(f"“{rule.text}”请填写 0 到 {rule.max_times} 之间的整数。", rule.key)
    return [(rule, marks[rule.key]) for rule in item.rules if marks.get(rule.key)]


def _lines(item: ItemSpec, marks: Marks) -> list[str]:
    sign = "-" if item.kind == ItemKind.DEDUCT else "+"
    return [
        f"{rule.text} {'+' if rule.is_bonus else sign}{plain(rule.points * times)}"
        + (f"（{times} 次）" if times > 1 else "")
        for rule, times in _marked(item, marks)
    ]


def _short(value: Decimal | Fraction | int) -> str:
    """A count as it is, a share cut to one decimal: 99.96 % must not read as 100 %."""
    exact = Fraction(value)
    return f"{exact.numerator}" if exact.denominator == 1 else plain(Decimal(exact * 10 // 1) / 10)
