"""What waits for 信用管理员, for the first page of the admin."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from core import clock
from credit.enums import CaseState, EntryState, ListObjectionState
from credit.models import CreditCase, CreditQuery, ListObjection, RedListEntry
from units.enums import OfficeRole
from units.models import Committee


@dataclass(frozen=True)
class Waiting:
    """One row: how much waits, and where its list is."""

    label: str
    count: int
    page: str
    filters: dict[str, str] = field(default_factory=dict)


def credit_waiting(user) -> list[Waiting]:
    """At the committees where the reader is 信用管理员; nobody else decides about these."""
    own = list(Committee.objects.served_by(user, OfficeRole.CREDIT).values_list("pk", flat=True))
    if not own:
        return []
    cases = CreditCase.objects.open().filter(query__committee__in=own).count()
    pending = CreditQuery.objects.pending().filter(committee__in=own).count()
    objections = ListObjection.objects.open().filter(entry__policy__committee__in=own).count()
    return [
        Waiting("人工研判，待写明理由", cases, "credit_creditcase", {"state__exact": CaseState.OPEN.value}),
        Waiting(
            "红名单异议，待核查", objections, "credit_listobjection",
            {"state__exact": ListObjectionState.OPEN.value},
        ),
        *_entries(own),
        Waiting("信用查询，等待结果", pending, "credit_creditquery", {"conclusion__exact": "pending"}),
    ]  # fmt: skip


def _entries(own: list[int]) -> list[Waiting]:
    """All steps of entries in one query."""
    today = clock.today()
    steps = {
        "红名单候选，待核查": (EntryState.NOMINATED, Q()),
        "红名单已核查，待公示": (EntryState.CHECKED, Q()),
        "红名单公示期满，待列入": (EntryState.PUBLICISED, Q(objections_until__lt=today)),
        "红名单暂停，待处理": (EntryState.SUSPENDED, Q()),
        "红名单到期复核": (EntryState.LISTED, Q(retest_on__lte=today)),
    }
    counts = RedListEntry.objects.filter(policy__committee__in=own).aggregate(
        **{
            f"n{at}": Count("pk", filter=Q(state=state) & more)
            for at, (state, more) in enumerate(steps.values())
        }
    )
    return [
        Waiting(label, counts[f"n{at}"], "credit_redlistentry", {"state__exact": state.value})
        for at, (label, (state, _)) in enumerate(steps.items())
    ]
