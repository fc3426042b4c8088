"""Rechecks as pages read them: what waits on a desk, the captain's form, the figures of a year."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse

from core.lifecycle import Finding
from core.text import chinese_date
from creation_cycle.models import Recheck, RecheckFinding
from creation_cycle.queries.desk_notes import DeskNote
from creation_cycle.recheck_enums import RecheckState as S
from units.models import Unit
from workspace.evidence import Citation
from workspace.models import Activity


def rechecks_waiting(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk, the nearest deadline first."""
    due = Recheck.objects.filter(state=S.DUE, title__unit__in=units).select_related("title", "plan")
    for recheck in due.order_by("report_by", "pk"):
        late = "，已逾期，仍可补报" if recheck.is_late else ""
        text = f"{recheck.year} 年度复核（{recheck.title.name}）：请在{chinese_date(recheck.report_by)}前自查{late}"
        yield DeskNote(recheck.title.unit_id, text, "核对并提交", recheck.get_absolute_url())


def citations(record: Model) -> Iterator[Citation]:
    """Rechecks whose report refers to a record of the log, for `workspace.evidence`."""
    if isinstance(record, Activity):
        for recheck in record.rechecks.select_related("title__unit"):
            yield Citation("年度复核", f"{recheck.year}年度", recheck.state != S.DUE)


def remedy_places(unit: Unit) -> dict[str, str]:
    """Where a captain mends what a rule found, by `Finding.remedy_at`."""
    return {
        "roster": reverse("creation_cycle:roster", args=[unit.pk]),
        "unit": reverse("creation_cycle:unit", args=[unit.pk]),
        "log": reverse("workspace:log", args=[unit.pk]),
        "innovations": reverse("workspace:innovations", args=[unit.pk]),
    }


@dataclass(frozen=True)
class Told:
    """What the rules say of a unit, as its page shows it: today's answers while it reports, then the frozen ones."""

    findings: list[Finding]
    is_frozen: bool

    @property
    def lacking(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.ok]

    @property
    def kept(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.ok]


def with_findings(rechecks: QuerySet[Recheck]) -> QuerySet[Recheck]:
    """Everything that a page for officers shows of each recheck."""
    kept = Activity.objects.select_related("activity_type").order_by("-day", "-pk")
    return rechecks.for_list().prefetch_related(
        Prefetch("findings", RecheckFinding.objects.order_by("ok", "pk")), Prefetch("evidence", kept)
    )
