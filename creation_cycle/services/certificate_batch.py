"""批量制发: an officer starts what a cycle's certificates wait for, and reads before the click why there is none."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count

from core.lifecycle import Finding, TransitionBlocked
from core.models import Job
from creation_cycle.enums import CertificateState as S
from creation_cycle.models import Certificate, Cycle
from creation_cycle.services import issuing

PERMISSION = "creation_cycle.issue_certificates_of_cycle"


@dataclass(frozen=True)
class CertificateBatch:
    """How far a cycle's certificates have come."""

    cycle: Cycle

    @cached_property
    def counts(self) -> dict[str, int]:
        """By state, those that still mean something for their title."""
        rows = self._rows.current().order_by()
        return dict(rows.values_list("state").annotate(number=Count("pk")))

    @property
    def issued(self) -> int:
        return self.counts.get(S.ISSUED, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(S.FAILED, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(S.QUEUED, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def in_hand(self) -> int:
        """Of those that wait, how many some job draws or is about to draw."""
        return self.waiting - len(self.to_start)

    @cached_property
    def to_start(self) -> list[int]:
        """Keys of those that wait and that no job has in hand: it was stopped, or never came about."""
        live = Job.objects.live().filter(kind=issuing.KIND).values_list("arguments", flat=True)
        in_hand = {key for arguments in live for key in arguments["ids"]}
        keys = self._rows.filter(state=S.QUEUED).values_list("pk", flat=True)
        return [key for key in keys if key not in in_hand]

    @property
    def finding(self) -> Finding:
        """What a batch would do, or why there is nothing for it to do."""
        if self.to_start:
            return Finding(ok=True, text=f"可以制发 {len(self.to_start)} 份")
        if self.waiting:
            return Finding(ok=False, text=f"待制发的 {self.waiting} 份已有任务在办，请等任务结束")
        if not self.counts:
            return Finding(ok=False, text="本周期还没有认定，没有证书可以制发", who="组委会审批人")
        if self.failed:
            text = f"没有待制发的证书；制发失败的 {self.failed} 份须先消除原因，再到各证书页面点“重新制发”"
            return Finding(ok=False, text=text)
        return Finding(ok=False, text=f"本周期的 {self.issued} 份证书都已制发")

    @property
    def failures(self):
        """Those that wait for a person, the newest first."""
        return self._rows.filter(state=S.FAILED).select_related("title__unit")

    @property
    def _rows(self):
        return Certificate.objects.filter(recognition__cycle=self.cycle, is_registered_only=False)


def may_start(cycle: Cycle, user) -> bool:
    """Whether `user` starts batches of this cycle: officers of its committee do."""
    return user.has_perm(PERMISSION, cycle)


@transaction.atomic
def start_batch(cycle: Cycle, *, by) -> list[Job]:
    """Jobs for all that waits in the cycle and is in nobody's hands; of two clicks at once one starts them.

    Raises PermissionDenied, or TransitionBlocked with the reason why there is nothing to do.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if not may_start(cycle, by):
        raise PermissionDenied(f"{by} may not issue certificates of {cycle}")
    batch = CertificateBatch(cycle)
    if not batch.to_start:
        raise TransitionBlocked([batch.finding])
    return issuing.start_jobs(batch.to_start, by=by, title=f"批量制发证书：{cycle}", cycle=cycle.pk)


def batches_of(cycle: Cycle, user):
    """The jobs that `user` may look at, the newest first."""
    jobs = Job.objects.visible_to(user).filter(kind=issuing.KIND, arguments__cycle=cycle.pk)
    return jobs.order_by("-pk")
