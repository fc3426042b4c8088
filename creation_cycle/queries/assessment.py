"""What the assessors of a house further up have to tell the unit: until when to apply, and what each round found.

The cycle knows no panels. Whoever assesses registers one source with `assesses`; without any there is nothing
to tell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from creation_cycle.models import Candidacy


@dataclass(frozen=True)
class RoundOutcome:
    """One round's mean against its pass line; `veto` names what was found of 一票否决, `failed_gate` a failed test."""

    round: str
    mean: Decimal
    pass_line: Decimal
    is_met: bool
    veto: str = ""
    failed_gate: str = ""


@dataclass(frozen=True)
class LetterLink:
    """反馈函: a letter that the committee sent to the unit."""

    title: str
    sent_at: datetime
    url: str


@dataclass(frozen=True)
class Assessment:
    """`apply_by` is the last day of the round that is open now, None when none is."""

    apply_by: date | None = None
    outcomes: Sequence[RoundOutcome] = ()
    letters: Sequence[LetterLink] = ()


_sources: list[Callable[[Candidacy], Assessment]] = []


def assesses(source: Callable[[Candidacy], Assessment]) -> Callable[[Candidacy], Assessment]:
    """Register the one source; usable as a decorator."""
    _sources[:] = [source]
    return source


def assessment_of(candidacy: Candidacy) -> Assessment:
    return _sources[0](candidacy) if _sources else Assessment()
