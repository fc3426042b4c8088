"""What waits for an officer or approver, by stage and with the day by which it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from core import clock
from creation_cycle.enums import AdjustmentKind, AdjustmentState, CertificateState, CycleState
from creation_cycle.enums import CandidacyState as S
from creation_cycle.models import Adjustment, Candidacy, Certificate, Notice, Objection
from creation_cycle.queries.stages import LABELS, STAGE_OF
from units.enums import OfficeRole
from units.models import Committee


@dataclass(frozen=True)
class Waiting:
    """`count` candidacies wait in `state` for the holder of `desk`; the first is due on `due`."""

    desk: str
    state: S
    label: str
    count: int
    due: date | None


@dataclass(frozen=True)
class Waits:
    """`count` adjustments in `state` wait for the reader."""

    label: str
    count: int
    state: str


@dataclass(frozen=True)
class StageCount:
    label: str
    count: int


def at_recommending_desk(user) -> Q:
    """Candidacies of the bodies where `user` is officer, as recommending body."""
    return Q(recommending_committee__in=Committee.objects.served_by(user, OfficeRole.OFFICER))


def at_organizing_desk(user) -> Q:
    """Candidacies in cycles of the committees where `user` is officer."""
    return Q(cycle__committee__in=Committee.objects.served_by(user, OfficeRole.OFFICER))


def at_approving_desk(user) -> Q:
    """Candidacies whose notice is over, in cycles of the committees where `user` approves."""
    approved = Committee.objects.served_by(user, OfficeRole.APPROVER)
    over = Candidacy.objects.filter(state=S.PUBLICISED, notice_entries__notice__closes_on__lt=clock.today())
    return Q(cycle__committee__in=approved, pk__in=over.values("pk"))


DESKS: dict[str, Callable[..., Q]] = {
    "recommending": at_recommending_desk,
    "organizing": at_organizing_desk,
    "approving": at_approving_desk,
}
TASKS = (
    ("recommending", S.SUBMITTED, "待推荐", "filing_closes_on"),
    ("organizing", S.RECOMMENDED, "待备案", "filing_closes_on"),
    ("organizing", S.APPLIED, "待进入考核", "closes_on"),
    ("organizing", S.ASSESSING, "考核中，待结束考核", "closes_on"),
    ("organizing", S.MET, "已达标，待拟认定", "closes_on"),
    ("organizing", S.NOMINATED, "拟认定，待公示", "closes_on"),
    ("organizing", S.CONTESTED, "异议核查中，待决定", "closes_on"),
    ("approving", S.PUBLICISED, "公示期满，待认定", "closes_on"),
)
"""Desk, state, what is to be done, and the column of the cycle by which it should be done."""


def waiting_for(user) -> list[Waiting]:
    """Everything that waits for `user`, soonest first; one query."""
    conditions = [DESKS[desk](user) & Q(state=state) for desk, state, _, _ in TASKS]
    asked = {}
    for number, (condition, task) in enumerate(zip(conditions, TASKS, strict=True)):
        asked[f"count_{number}"] = Count("pk", filter=condition)
        asked[f"due_{number}"] = Min(f"cycle__{task[3]}", filter=condition)
    found = Candidacy.objects.aggregate(**asked)
    rows = [
        Waiting(desk, state, label, found[f"count_{number}"], found[f"due_{number}"])
        for number, (desk, state, label, _) in enumerate(TASKS)
    ]
    return sorted((row for row in rows if row.count), key=lambda row: row.due)


def open_notices(user) -> QuerySet[Notice]:
    """Notices before the public in the user's scope, the first to end first."""
    return Notice.objects.visible_to(user).open().select_related("cycle").order_by("closes_on", "pk")


def open_objections(user) -> dict[str, int]:
    """How many objections the user's own committees have to look into, by state; one query."""
    own = Committee.objects.served_by(user, OfficeRole.OFFICER)
    objections = Objection.objects.visible_to(user).open().filter(candidacy__cycle__committee__in=own)
    return dict(objections.order_by().values_list("state").annotate(Count("pk")))


def waiting_adjustments(user) -> list[Waits]:
    """动态调整 that the user can take a step further: to be told, decided, or answered on appeal; one query."""
    officer = Committee.objects.served_by(user, OfficeRole.OFFICER)
    approver = Committee.objects.served_by(user, OfficeRole.APPROVER)
    heard = Q(statement_on__isnull=False) | Q(statement_until__lt=clock.today())
    asked = {
        "动态调整，待告知": Q(state=AdjustmentState.PROPOSED, committee__in=officer)
        & ~Q(kind=AdjustmentKind.PROMOTE),
        "动态调整，待决定": Q(state=AdjustmentState.NOTIFIED, committee__in=approver) & heard,
        "晋级推荐，待决定": Q(
            state=AdjustmentState.PROPOSED, committee__in=approver, kind=AdjustmentKind.PROMOTE
        ),
        "申诉，待答复": Q(state=AdjustmentState.APPEALED)
        & (Q(appeal_committee__in=officer) | Q(appeal_committee__in=approver)),
    }
    columns = {f"row_{number}": Count("pk", filter=q) for number, q in enumerate(asked.values())}
    found = Adjustment.objects.visible_to(user).aggregate(**columns)
    states = ("proposed", "notified", "proposed", "appealed")
    return [
        Waits(label, found[f"row_{number}"], state)
        for number, (label, state) in enumerate(zip(asked, states, strict=True))
    ]


def failed_certificates(user) -> QuerySet[Certificate]:
    """Certificates that could not be drawn, in the user's scope."""
    return Certificate.objects.visible_to(user).filter(state=CertificateState.FAILED)


def live_stages(user) -> list[StageCount]:
    """How many candidacies of live cycles stand at each stage, in the user's scope; one query."""
    live = Candidacy.objects.visible_to(user).live().exclude(cycle__state=CycleState.CLOSED)
    counts = dict(live.order_by().values_list("state").annotate(Count("pk")))
    totals = [0] * len(LABELS)
    for state, count in counts.items():
        totals[STAGE_OF[state]] += count
    return [StageCount(label, count) for label, count in zip(LABELS[:4], totals, strict=False)]
