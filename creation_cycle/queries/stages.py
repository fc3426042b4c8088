"""The six stages of a unit's way (S1 二.3), with their dates from the ledger."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from core.models import LedgerEntry
from creation_cycle.enums import CandidacyState as S
from creation_cycle.models import Candidacy

LABELS = ("备案", "创建", "考核", "认定", "监督", "调整")
STAGE_OF = {
    S.DRAFT: 0, S.RETURNED: 0, S.SUBMITTED: 0, S.RECOMMENDED: 0, S.DECLINED: 0,
    S.FILED: 1, S.CREATING: 1,
    S.APPLIED: 2, S.ASSESSING: 2, S.NOT_MET: 2,
    S.MET: 3, S.NOMINATED: 3, S.PUBLICISED: 3, S.CONTESTED: 3, S.REJECTED: 3,
    S.CERTIFIED: 4,
}  # fmt: skip
"""Where a state stands. A candidacy withdrawn or lapsed stands where it was before."""


@dataclass(frozen=True)
class Stage:
    """`status` is done, here or ahead; `date` is the day on which the stage was entered."""

    label: str
    status: str
    date: datetime.date | None = None


def stages_of(candidacy: Candidacy) -> list[Stage]:
    """One candidacy's six stages, for the stepper."""
    return stages_for([candidacy])[candidacy.pk]


def stages_for(candidacies: Iterable[Candidacy]) -> dict[int, list[Stage]]:
    """The six stages of many candidacies by their keys, from one query."""
    candidacies = list(candidacies)
    entries = defaultdict(list)
    found = LedgerEntry.objects.filter(
        record_type=Candidacy._meta.label_lower, record_id__in=[candidacy.pk for candidacy in candidacies]
    )
    for entry in found.order_by("record_id", "sequence"):
        entries[entry.record_id].append(entry)
    return {candidacy.pk: _stages(candidacy, entries[candidacy.pk]) for candidacy in candidacies}


def _stages(candidacy: Candidacy, entries: list[LedgerEntry]) -> list[Stage]:
    here, entered = _place(candidacy, entries), {}
    for entry in entries:
        if (stage := STAGE_OF.get(entry.target)) is not None and stage <= here:
            entered.setdefault(stage, timezone.localdate(entry.at))
    return [Stage(label, _status(number, here), entered.get(number)) for number, label in enumerate(LABELS)]


def _place(candidacy: Candidacy, entries: list[LedgerEntry]) -> int:
    if (stage := STAGE_OF.get(candidacy.state)) is not None:
        return stage
    return STAGE_OF.get(entries[-1].source, 0) if entries else 0


def _status(number: int, here: int) -> str:
    return "done" if number < here else "here" if number == here else "ahead"
