"""Keeping with a decision what was known about credit that day."""

from collections.abc import Iterable

from core import clock
from credit.clearance import Clearance
from credit.models import DecisionSnapshot


def keep(source_key: str, decision: str, clearances: Iterable[Clearance]) -> list[DecisionSnapshot]:
    """One row for each subject that was looked at; names of people masked, reports never."""
    return DecisionSnapshot.objects.bulk_create(
        DecisionSnapshot(
            source_key=source_key,
            decision=decision,
            taken_on=clock.today(),
            role=clearance.role,
            shown_name=clearance.who.removeprefix(f"{clearance.role} "),
            query=clearance.query,
            conclusion=clearance.query.conclusion,
            answered_on=clearance.query.answered_on,
            valid_until=clearance.query.valid_until,
            judgement=clearance.judgement,
        )
        for clearance in clearances
        if clearance.query is not None
    )


def of(source_key: str):
    return DecisionSnapshot.objects.filter(source_key=source_key)
