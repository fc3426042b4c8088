"""What a rule is made of: how it measures, compares and says, and how many of them fit into one statement.

`holds` is one function for both places where it is asked: given numbers it answers True or False, given the columns of
a statement it becomes a condition of SQL (`at_least`, `later`, `either`, `both`). So the recheck of everybody reads
back only the units that lack something, and says of them what the form of one unit says
(docs/decisions/0030-one-definition-of-a-rule.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from django.db.models import BooleanField, Case, Expression, F, Q, QuerySet, Value, When
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from creation_cycle.rule_figures import present_members


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


Measures = Callable[[Setting, date], Mapping[str, Expression]]
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


def is_column(value) -> bool:
    """A part of a statement, not a number."""
    return hasattr(value, "resolve_expression")


def at_least(figure, least):
    """figure ≥ least, of numbers or of columns."""
    if is_column(figure) or is_column(least):
        sides = [side if is_column(side) else Value(side) for side in (figure, least)]
        return GreaterThanOrEqual(*sides)
    return figure >= least


def later(day, than: date):
    """day > than; of no day at all it is not true."""
    if is_column(day):
        return GreaterThan(day, Value(than))
    return day is not None and day > than


def either(one, other):
    """One of two conditions; in SQL an unknown one counts as not met."""
    return Q(one) | Q(other) if is_column(one) else one or other


def both(one, other):
    """Two conditions at once."""
    return Q(one) & Q(other) if is_column(one) else one and other


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


@dataclass
class Question:
    """What one evaluation asks about units: figures, each once however many rules want it, and what is lacking.

    Settings are told apart by a key, e.g. `filing_youth_ratio`: several stages may ask the same rule.
    """

    on: date
    annotations: dict[str, Expression] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    _known: dict[Expression, str] = field(default_factory=dict)

    def add(self, key: str, rule: Rule, setting: Setting) -> None:
        """Ask for the figures that `rule` measures."""
        wanted = rule.measures(setting, self.on)
        self.places[key] = {name: self._place(expression) for name, expression in wanted.items()}

    def _place(self, expression: Expression) -> str:
        if expression not in self._known:
            self._known[expression] = f"figure_{len(self._known)}"
            self.annotations[self._known[expression]] = expression
        return self._known[expression]

    def lacks(self, key: str, rule: Rule, setting: Setting) -> Case:
        """True in SQL where the condition is not met, an unknown answer included."""
        columns = {name: F(place) for name, place in self.places[key].items()}
        met = When(Q(rule.holds(columns, setting, self.on)), then=Value(False))
        return Case(met, default=Value(True), output_field=BooleanField())

    def asked_of(self, units: QuerySet) -> QuerySet:
        """The statement: one row for each unit with every figure."""
        present = units.order_by().annotate(present=present_members())
        return present.values("pk").annotate(**self.annotations)

    def answers(self, row: Mapping, key: str) -> dict:
        """The figures of one setting in a row."""
        return {name: row[place] for name, place in self.places[key].items()}
