"""How one duty stands in one period, and how that is said."""

from dataclasses import dataclass
from datetime import date

from workspace.enums import DutyStatus
from workspace.models import Duty
from workspace.periods import Span


@dataclass(frozen=True)
class Progress:
    """What was done of what is asked, seen on the day `on`; `place` is where to record more.

    `idle` says why nothing is asked of this subject in this period, though the calendar has the duty. A line that
    stands for several months has those of them that were `missed`, each with the place to record it.
    """

    duty: Duty
    span: Span
    count: int
    goal: int
    word: str
    on: date
    place: str = ""
    idle: str = ""
    missed: tuple["Progress", ...] = ()

    @property
    def status(self) -> DutyStatus:
        """Never late before the period is over, however little was done."""
        if self.count >= self.goal:
            return DutyStatus.DONE
        if self.idle or self.on < self.span.first:
            return DutyStatus.AHEAD
        return DutyStatus.OPEN if self.on <= self.span.last else DutyStatus.LATE

    @property
    def due(self) -> date:
        return self.span.last

    @property
    def clause(self) -> str:
        return self.duty.clause

    @property
    def missing(self) -> int:
        return max(self.goal - self.count, 0)

    @property
    def shown(self) -> int:
        """As a bar can show it: never past its end."""
        return min(self.count, self.goal)

    @property
    def is_offered(self) -> bool:
        """A node that begins within a fortnight: its records count already."""
        return not self.idle and self.status == DutyStatus.AHEAD and self.span.counts_from <= self.on

    @property
    def asks(self) -> bool:
        """Whether there is something to record by now: neither done nor still far ahead."""
        return self.status in (DutyStatus.LATE, DutyStatus.OPEN) or self.is_offered

    @property
    def days_left(self) -> int:
        """To the first day while it is ahead, else to the last."""
        return ((self.span.first if self.on < self.span.first else self.span.last) - self.on).days

    @property
    def sentence(self) -> str:
        """What is still to be done by when, in words."""
        if self.idle and self.missing:
            return self.idle
        return _SENTENCES[self.status](self)

    @property
    def order(self) -> tuple:
        """What is late first, what is done last; within them by date."""
        return list(DutyStatus).index(self.status), self.span.last, self.duty.order, self.duty.pk


def _ahead(line: Progress) -> str:
    first = line.span.first
    return f"{first.month}月{first.day}日开始，还有 {line.days_left} 天"


def _open(line: Progress) -> str:
    left = f"还有 {line.days_left} 天" if line.days_left else "今天截止"
    return f"还差 {line.missing} {line.word}，{line.due.year}年{line.due.month}月{line.due.day}日前完成（{left}）"


def _late(line: Progress) -> str:
    months = "、".join(f"{month.span.first.month}月" for month in line.missed)
    named = f"（{months}）" if months else ""
    return f"还差 {line.missing} {line.word}{named}；当时已经开展的，补记后自动计入"


_SENTENCES = {
    DutyStatus.AHEAD: _ahead,
    DutyStatus.OPEN: _open,
    DutyStatus.LATE: _late,
    DutyStatus.DONE: lambda line: f"已完成 {line.count} {line.word}",
}
