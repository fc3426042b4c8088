"""How duties are counted: a name in the database, a sentence for the admin, one aggregate for many subjects at once.

The shipped ones stand in `workspace/queries/counting.py`; upper houses add theirs in `AppConfig.ready`, and write
them with `tally`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from workspace.enums import DutySubject
from workspace.periods import Span

Tally = Mapping[tuple[int, str, Span], int]
"""Subject, code of the duty ("" where the count does not depend on it) and period → how many."""

Counting = Callable[[Collection[int], Collection[str], Collection[Span]], Tally]


@dataclass(frozen=True)
class Counter:
    """`count(subjects, codes, spans)` answers in one query, however many; `place(unit, duty)` is where to record it,
    `dated` when that page takes the `day` to begin with.

    `by_duty`: only records that name a duty of the code count for it, be it the national row or a committee's own:
    whoever gives a duty its own row loses no record. `asked` counts, in one query, what was asked of whom, where that
    does not follow from the calendar alone; whom nothing is asked of reads `idle`.
    """

    code: str
    label: str
    word: str
    subjects: frozenset[DutySubject]
    count: Counting
    place: Callable[[object, object], str] | None = None
    by_duty: bool = False
    asked: Counting | None = None
    idle: str = ""
    dated: bool = False

    def place_of(self, subject, duty, span: Span, on: date) -> str:
        """Where to record more for `span`; what is over is recorded on its last day unless somebody knows better."""
        if self.place is None:
            return ""
        place = self.place(subject, duty)
        return f"{place}&day={span.last:%Y-%m-%d}" if self.dated and span.last < on else place

    def of(self, counted: Tally, subject: int, code: str, span: Span) -> int:
        return counted.get((subject, code if self.by_duty else "", span), 0)


_counters: dict[str, Counter] = {}


def register(counter: Counter) -> None:
    _counters[counter.code] = counter


def get(code: str) -> Counter:
    return _counters[code]


def fits(code: str, subject: str) -> bool:
    """Whether a duty of such a subject may be counted so; an unknown counter is the choices' business."""
    return code not in _counters or subject in _counters[code].subjects


def choices() -> list[tuple[str, str]]:
    return [(counter.code, counter.label) for counter in _counters.values()]


def tally(
    rows: QuerySet, *, subject: str, spans: Collection[Span], day: str = "", code: str = "", what: str = "pk",
    within: Callable[[Span], Q] | None = None,
) -> Tally:  # fmt: skip
    """Count `rows` by their columns `subject` and `code`, once for each span, in one query.

    A row is in a span by its column `day`, or as `within` says. `what` is counted once however often it is joined.
    """
    keys, spans = [name for name in (subject, code) if name], list(spans)
    if within is None:
        rows = rows.filter(
            **{f"{day}__range": (min(each.counts_from for each in spans), max(each.last for each in spans))}
        )
    within = within or (lambda span: Q(**{f"{day}__range": span.days}))
    columns = {f"n{i}": Count(what, filter=within(each), distinct=True) for i, each in enumerate(spans)}
    counted = {}
    for row in rows.order_by().values_list(*keys).annotate(**columns):
        pair = (row[0], row[1] if code else "")
        counted |= {(*pair, each): number for each, number in zip(spans, row[len(keys) :], strict=True)}
    return counted
