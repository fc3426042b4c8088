"""What a rule is made of: how it measures, compares and says.

`holds` is one function for both places where it is asked: given numbers it answers True or False, given the columns of
a statement it becomes a condition of SQL (`at_least`, `later`, `either`, `both`). So the recheck of everybody reads
back only the units that lack something, and says of them what the form of one unit says
(docs/decisions/0030-one-definition-of-a-rule.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from creation_cycle.rule_figures import Figure


class Setting(Protocol):
    """What a rule needs of a `RuleSetting` row."""

    limit: Decimal | None
    age_limit: int | None
    clause: str


@dataclass(frozen=True)
class Verdict:
    """The answer of one rule for one unit: `text` holds the arithmetic, `required` the threshold in words."""

    ok: bool
    text: str
    measured: str
    required: str


Measures = Callable[[Setting, date], Mapping[str, Figure]]
Holds = Callable[[Mapping, Setting, date], object]
"""Of numbers: whether the condition is met. Of columns: the same as a condition of SQL."""
Words = Callable[[Mapping, Setting, date], tuple[str, object, str]]
"""The arithmetic, the figure measured, and what is required."""


@dataclass(frozen=True)
class Rule:
    """One condition. `parameters` names the columns of `RuleSetting` it reads; `remedy_at` where it is mended."""

    code: str
    label: str
    describe: Callable[[Setting], str]
    parameters: tuple[str, ...] = ()
    measures: Measures | None = None
    holds: Holds | None = None
    words: Words | None = None
    remedy: str = ""
    remedy_at: str = ""
    who: str = "号长"

    def judge(self, found: Mapping, setting: Setting, on: date) -> Verdict:
        """The verdict on what was measured of one unit."""
        ok = bool(self.holds(found, setting, on))
        text, measured, required = self.words(found, setting, on)
        return Verdict(ok, f"{text}，{'达标' if ok else '不达标'}", str(measured), required)


@dataclass(frozen=True)
class Sql:
    """A part of a statement that stands for a number, a day or a condition; made of names and whole numbers only."""

    text: str

    def __mul__(self, factor: int) -> "Sql":
        return Sql(f"({self.text} * {int(factor)})")


def at_least(figure, least):
    """figure ≥ least, of numbers or of columns."""
    if isinstance(figure, Sql) or isinstance(least, Sql):
        return Sql(f"({_sql(figure)} >= {_sql(least)})")
    return figure >= least


def later(day, than: date):
    """day > than; of no day at all it is not true, and in SQL unknown."""
    if isinstance(day, Sql):
        return Sql(f"({day.text} > '{than.isoformat()}')")
    return day is not None and day > than


def either(one, other):
    """One of two conditions."""
    return Sql(f"({one.text} OR {other.text})") if isinstance(one, Sql) else one or other


def both(one, other):
    """Two conditions at once."""
    return Sql(f"({one.text} AND {other.text})") if isinstance(one, Sql) else one and other


def _sql(value) -> str:
    return value.text if isinstance(value, Sql) else str(int(value))


def hundredths(limit: Decimal) -> int:
    """A threshold as a whole number: columns of integers are compared with integers."""
    return int(limit * 100)


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(born: date, day: date) -> int:
    """周岁 on `day`: the birthday itself counts as completed."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def share(part: int, whole: int) -> str:
    """part/whole in per cent with one decimal, cut and not rounded: 49.96 % must not read as 50.0 %."""
    if not whole:
        return "0.0%"
    percent = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{percent}%"


def plain(number: Decimal | None) -> str:
    """A threshold without needless zeros: 50, 12.5."""
    return f"{number.normalize():f}" if number is not None else ""
