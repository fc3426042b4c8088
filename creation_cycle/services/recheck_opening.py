"""发起年度复核: one recheck for every title in force, in chunks that may be killed and begun again.

Each chunk is one transaction of a job: rechecks, their ledger entries, those kept for a higher title, what the rule
engine finds lacking, and the messages. The years of the chunk's committees are locked first, so that two runs at once
take turns, and a title that has its recheck is passed over: run it as often as you like.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.services.inbox import notify_each
from core import clock
from core.bulk_moves import perform_all
from core.models import Job
from core.services import jobs, ledger
from core.text import chinese_date
from creation_cycle.models import Recheck, RecheckFinding, RecheckYear, RuleSet, Title
from creation_cycle.models.recheck import DAYS_TO_REPORT
from creation_cycle.models.recheck_year import default_windows, recheck_stage
from creation_cycle.recheck_enums import FirstReviewer
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.rule_terms import years_before
from creation_cycle.services.rechecks import finding_row
from units.models import Committee, Post, Unit

KIND = "open_rechecks"
CHUNK = 500
"""Titles of one transaction: about a second's work, and all that is in memory."""


@dataclass
class Tree:
    """The committees, read once for a chunk: who organizes a title's recheck, and who looks first."""

    committees: dict[int, Committee] = field(default_factory=lambda: Committee.objects.in_bulk())

    def organizer(self, committee: int | None, level: str, own: int | None) -> int | None:
        """Who gave the title; of a registered past title the body of its level on the unit's own line."""
        if committee:
            return committee
        line = self.committees[own].path.strip("/").split("/") if own else []
        return next((int(key) for key in line if self.committees[int(key)].level == level), None)

    def first_reviewer(self, plan: RecheckYear, own: int | None) -> int:
        """Who looks first; without a body between them and the unit the organizers do it themselves."""
        organizer, unit_body = self.committees[plan.committee_id], self.committees.get(own)
        if plan.first_reviewer == FirstReviewer.ORGANIZER or unit_body is None:
            return organizer.pk
        if not organizer.is_above(unit_body):
            return organizer.pk
        if plan.first_reviewer == FirstReviewer.OWN:
            return unit_body.pk
        return int(unit_body.path[len(organizer.path) :].split("/", 1)[0])


def years_of(year: int) -> list[RecheckYear]:
    """The year's arrangement of every committee with a title in force; those that are missing are made.

    A new one follows the committee's latest, a year or more later; the first one takes our defaults.
    """
    tree = Tree()
    kinds = Title.objects.in_force().order_by().values_list("committee", "level", "unit__committee")
    wanted = {tree.organizer(*kind) for kind in kinds.distinct()} - {None}
    known = set(RecheckYear.objects.filter(year=year).values_list("committee", flat=True))
    earlier = RecheckYear.objects.filter(year__lt=year, committee__in=wanted).order_by("year")
    latest = {plan.committee_id: plan for plan in earlier}
    for committee in sorted(wanted - known):
        RecheckYear.objects.get_or_create(
            committee_id=committee, year=year, defaults=_arrangement(latest.get(committee), year)
        )
    return list(RecheckYear.objects.filter(year=year, committee__in=wanted).order_by("pk"))


CARRIED = (
    "frequency", "first_reviewer", "keeps_for_higher", "sample_percent", "by_region", "by_industry", "basis",
)  # fmt: skip


def _arrangement(latest: RecheckYear | None, year: int) -> dict:
    if latest is None:
        return default_windows(year)
    carried = {name: getattr(latest, name) for name in CARRIED}
    later = year - latest.year
    windows = {name: _years_later(getattr(latest, name), later) for name in default_windows(year)}
    return carried | windows


def _years_later(day: date, years: int) -> date:
    return years_before(day, -years)


def open_due(today: date) -> Job | None:
    """Start the rechecks of every committee whose first day has come; None when there is nothing to start."""
    years_of(today.year)
    due = [plan for plan in RecheckYear.objects.to_open(today) if plan.year == today.year]
    if not due or Job.objects.live().filter(kind=KIND, arguments__year=today.year).exists():
        return None
    return start(today.year, plans=due, by=None)


def start(year: int, *, plans: Collection[RecheckYear], by, after: int = 0) -> Job:
    """A job for these arrangements of the year; `after` is the title behind which an earlier one was stopped."""
    with transaction.atomic():  # no worker sees the job before it knows where to go on
        job = jobs.start(
            KIND,
            by=by,
            title=f"发起 {year} 年度复核",
            arguments={"year": year, "plans": sorted(plan.pk for plan in plans)},
            total=Title.objects.in_force().filter(pk__gt=after).count(),
        )
        if after:
            job.checkpoint = {"after": after}
            job.save(update_fields=["checkpoint"])
    return job


def open_chunk(job: Job) -> bool:
    """The step of the job: the next titles by their key."""
    after = job.checkpoint.get("after", 0)
    titles = Title.objects.in_force().filter(pk__gt=after).order_by("pk").select_related("unit__industry")
    chunk = list(titles[:CHUNK])
    if chunk:
        _open(chunk, job)
        job.advance(len(chunk), checkpoint={"after": chunk[-1].pk})
    if len(chunk) == CHUNK:
        return True
    RecheckYear.objects.filter(pk__in=job.arguments["plans"], opened_at__isnull=True).update(
        opened_at=clock.now()
    )
    return False


def _open(titles: Sequence[Title], job: Job) -> None:
    """Everything that belongs to these titles, once: the lock makes two runs take turns."""
    tree, year = Tree(), job.arguments["year"]
    mine = RecheckYear.objects.filter(pk__in=job.arguments["plans"]).order_by("pk")
    plans = {plan.committee_id: plan for plan in mine.select_for_update() if plan.takes_place()}
    done = Recheck.objects.filter(year=year, title__in=titles).values_list("title", flat=True)
    asked = []
    for title in _without(titles, set(done)):
        organizer = tree.organizer(title.committee_id, title.level, title.unit.committee_id)
        if organizer is None:
            job.note_failure(f"{title}：不知道由哪个组委会复核，请登记认定机构或集体的隶属团组织")
        elif organizer in plans:
            asked.append(_new(title, plans[organizer], tree))
    rechecks = Recheck.objects.bulk_create(asked)
    ledger.append_creations(rechecks, note=f"发起 {year} 年度复核")
    perform_all(_of(rechecks).kept_for_higher_title(), "exempt", note="持有上级有效称号，自然保留")
    due = list(_of(rechecks).filter(state=S.DUE).select_related("plan", "title__unit__industry", "rule_set"))
    file_lacks(due)
    tell_units(due)


def _without(titles: Iterable[Title], done: set[int]) -> list[Title]:
    return [title for title in titles if title.pk not in done]


def _of(rechecks: Collection[Recheck]) -> QuerySet[Recheck]:
    return Recheck.objects.filter(pk__in=[recheck.pk for recheck in rechecks])


def _new(title: Title, plan: RecheckYear, tree: Tree) -> Recheck:
    """With at least a month to report, for whoever is asked later than the others."""
    today = clock.today()
    late = today > plan.opens_on and plan.opened_at is not None
    return Recheck(
        plan=plan,
        title=title,
        year=plan.year,
        reviewing_committee_id=tree.first_reviewer(plan, title.unit.committee_id),
        report_by=max(plan.report_by, today + timedelta(days=DAYS_TO_REPORT)) if late else plan.report_by,
    )


def file_lacks(rechecks: Sequence[Recheck]) -> int:
    """What the rules find lacking, in one statement for each rule set; returns how many findings were filed."""
    groups: dict[int, list[Recheck]] = defaultdict(list)
    rule_sets: dict[int, RuleSet] = {}
    for recheck, rule_set in _bound(rechecks):
        rule_sets[rule_set.pk] = rule_set
        groups[rule_set.pk].append(recheck)
    rows: list[RecheckFinding] = []
    for key, bound in groups.items():
        rows += _lacks(rule_sets[key], bound)
        _of(bound).update(rule_set=key, measured_on=clock.today())
    RecheckFinding.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _bound(rechecks: Iterable[Recheck]) -> Iterable[tuple[Recheck, RuleSet]]:
    """Each recheck with the rule set that binds its unit, asked once for each committee, level and industry."""
    known: dict[tuple, RuleSet | None] = {}
    for recheck in rechecks:
        unit = recheck.title.unit
        key = recheck.plan_id, recheck.title.level, unit.industry_id
        if key not in known:
            known[key] = recheck.plan.rule_set_for(recheck.title.level, unit.industry)
        if known[key] is not None:
            yield recheck, known[key]


def _lacks(rule_set: RuleSet, rechecks: Sequence[Recheck]) -> list[RecheckFinding]:
    """A unit may hold titles of several levels under the same rules: each of its rechecks gets the findings."""
    of_unit: dict[int, list[int]] = defaultdict(list)
    for recheck in rechecks:
        of_unit[recheck.title.unit_id].append(recheck.pk)
    found = rule_set.lacks(
        Unit.objects.filter(pk__in=list(of_unit)), on=rechecks[0].plan.opens_on, stage=recheck_stage(rule_set)
    )
    return [
        finding_row(key, finding) for unit, findings in found for key in of_unit[unit] for finding in findings
    ]


def tell_units(rechecks: Sequence[Recheck]) -> None:
    """One message to everybody who keeps the pages of a unit that has to report."""
    posts = Post.objects.current().filter(
        unit__in=[recheck.title.unit_id for recheck in rechecks], user__is_active=True
    )
    keepers: dict[int, set[int]] = defaultdict(set)
    for unit, user in posts.values_list("unit", "user"):
        keepers[unit].add(user)
    notify_each(
        (
            keeper,
            f"{recheck.title.unit}：请完成 {recheck.year} 年度复核自查",
            f"请在{chinese_date(recheck.report_by)}前核对信息并提交，内容已预先填好。",
            recheck.get_absolute_url(),
        )
        for recheck in rechecks
        for keeper in sorted(keepers[recheck.title.unit_id])
    )
