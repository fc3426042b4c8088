"""A title's whole history as the public reads it: recognised, warned, starred down, revoked, appealed; no person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from core.models import LedgerEntry
from creation_cycle.enums import STAR_LABELS, AdjustmentKind, AdjustmentState
from creation_cycle.models import Adjustment, Recognition, Title

LEDGER_WORDS = {"outlast_warning": "警告期满", "lift_warning": "警告解除", "end": "称号终止"}
"""Moves of a title that no adjustment tells of; their notes are not public, the reason of an end is."""


@dataclass(frozen=True)
class Event:
    """One line of the history. `recognition` holds what only a recognition has: its source and its certificates."""

    day: date
    word: str
    tone: str
    detail: str = ""
    decision_number: str = ""
    recognition: Recognition | None = field(default=None)


def histories_of(titles: Iterable[Title]) -> dict[int, list[Event]]:
    """By title, newest first; three queries beside the recognitions, however many titles."""
    titles = list(titles)
    told = {title.pk: [_recognised(found) for found in title.recognitions.all()] for title in titles}
    for adjustment in Adjustment.objects.in_public().filter(title__in=told):
        told[adjustment.title_id] += _events_of(adjustment)
    entries = LedgerEntry.objects.filter(
        record_type=Title._meta.label_lower, record_id__in=told, move__in=LEDGER_WORDS
    )
    for entry in entries:
        told[entry.record_id].append(Event(timezone.localdate(entry.at), LEDGER_WORDS[entry.move], "idle"))
    return {key: sorted(events, key=lambda event: event.day, reverse=True) for key, events in told.items()}


def _recognised(recognition: Recognition) -> Event:
    star = recognition.get_star_display()
    return Event(
        recognition.recognised_on, recognition.label, "ok", star, recognition.decision_number, recognition
    )


def _events_of(adjustment: Adjustment) -> list[Event]:
    """What was decided, then what became of an appeal."""
    number = adjustment.decision_number
    events = [
        Event(adjustment.effective_on, _said(adjustment), _tone(adjustment), adjustment.public_reason, number)
    ]
    if adjustment.appealed_on:
        events.append(Event(adjustment.appealed_on, "集体提出申诉", "wait", "", number))
    if adjustment.appeal_decided_on:
        fell = adjustment.state == AdjustmentState.OVERTURNED
        word = "申诉后撤销决定，恢复原状" if fell else "申诉后维持决定"
        events.append(
            Event(
                adjustment.appeal_decided_on,
                word,
                "ok" if fell else "stop",
                adjustment.appeal_outcome,
                number,
            )
        )
    return events


def _said(adjustment: Adjustment) -> str:
    before, after = (adjustment.title_before or {}).get("star"), adjustment.star_after
    if adjustment.kind == AdjustmentKind.LOWER_STAR and before and after:
        if before == after:
            return "降星低于一星级，转入撤销称号审查"
        return f"星级由{STAR_LABELS[before]}调整为{STAR_LABELS[after]}"
    return adjustment.get_kind_display()


def _tone(adjustment: Adjustment) -> str:
    return "stop" if adjustment.kind == AdjustmentKind.REVOKE else "wait"


def announced_adjustments() -> QuerySet[Adjustment]:
    """动态调整 that were given out to the public 向社会公布, in the order of their list."""
    return Adjustment.objects.announced().select_related("unit__region", "title", "committee")


ANNOUNCED_ORDER = ("effective_on", "pk")
