"""审核名单: opening it, staging decisions, and letting all of them take effect at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked, blockers, consequence, perform
from core.merge import Merged, Seen
from core.models import Job
from core.services import jobs, ledger
from core.services.edits import merge_into
from creation_cycle.enums import CandidacyState, CycleState
from creation_cycle.models import Candidacy, Cycle
from reviews.contributions import rounds_held_in
from reviews.enums import SelectionState, Verdict
from reviews.models import Decision, Selection
from reviews.queries.selection import Overview, Row, ScopeCap, ranked_rows
from reviews.selection_conditions import BEYOND_CAP, last_nominated, own_units
from reviews.services.letters import draft_letters

PUBLICATION = "publish_selection"
IN_A_REQUEST = 30
"""So many units are published while the officer waits; each takes some thirty statements."""
FIELDS = ("verdict", "reason", "votes_for", "votes_against")
"""What officers stage of each unit."""


def field_name(candidacy_pk: int, name: str) -> str:
    """One field of one unit, in the form and in the merge."""
    return f"u{candidacy_pk}-{name}"


def refusals(cycle: Cycle) -> list[Finding]:
    """Why no selection can be opened for the cycle now."""
    found = [rounds_held_in(cycle)]
    if cycle.state == CycleState.CLOSED:
        found.append(Finding(ok=False, text="该周期已结束"))
    if cycle.selections.filter(state=SelectionState.DRAFT).exists():
        found.append(Finding(ok=False, text="该周期已有拟定中的审核名单"))
    if not cycle.candidacies.filter(state=CandidacyState.MET).exists():
        found.append(Finding(ok=False, text="没有待审核的达标集体"))
    return [finding for finding in found if not finding.ok]


@transaction.atomic
def open_selection(selection: Selection, *, by) -> Selection:
    """Save a new selection; raises TransitionBlocked before the cycle's rounds are held."""
    cycle = Cycle.objects.select_for_update().get(pk=selection.cycle_id)
    if found := refusals(cycle):
        raise TransitionBlocked(found)
    selection.made_by = by
    selection.save()
    ledger.append_creation(selection, by=by)
    return selection


@transaction.atomic
def keep_decisions(
    selection: Selection, *, by, values: Mapping[str, Any], seen: Seen | None = None
) -> Merged:
    """Stage what was decided, merged with what a colleague staged meanwhile; names are those of `field_name`.

    `minutes` is the selection's own. Raises TransitionBlocked for a published selection and for units that `by` has
    a conflict of interest with.
    """
    selection = _locked_draft(selection)
    rows = {row.candidacy.pk: row for row in ranked_rows(selection)}
    stored = {"minutes": selection.minutes} | {
        field_name(pk, name): getattr(row.decision, name) for pk, row in rows.items() for name in FIELDS
    }
    mine = {name: value for name, value in values.items() if name in stored}
    merged = merge_into(selection, mine=mine, theirs=stored, seen=seen, by=by)
    if "minutes" in merged.values:
        selection.minutes = merged.values["minutes"]
        selection.save(update_fields=["minutes"])
    changed = [
        row for pk, row in rows.items() if any(field_name(pk, name) in merged.values for name in FIELDS)
    ]
    _refuse_own(changed, by)
    for row in changed:
        for name in FIELDS:
            key = field_name(row.candidacy.pk, name)
            setattr(row.decision, name, merged.values.get(key, getattr(row.decision, name)))
    _write(changed)
    return merged


@transaction.atomic
def prefill(selection: Selection, *, by) -> int:
    """拟认定 down each scope's ranking until its places are used up, 留待下次 for the others; returns how many.

    What was decided stays. Left open: the units of `by`, a tie that the line runs through (the committee votes), and
    a unit without a place while one of its own rank or behind it has one (officers say why, or undo that).
    """
    overview = Overview(_locked_draft(selection))
    own = own_units(overview.rows, by)
    last = last_nominated(overview.rows)
    room = {found.scope: _room(found) for found in overview.caps}
    filled: list[Row] = []
    for group in _groups(row for row in overview.rows if not row.verdict):
        scope, left = group[0].scope, room[group[0].scope]
        wanting = sum(not row.fault for row in group)
        if left is not None:
            room[scope] = max(left - wanting, 0)
        others = [row for row in group if row.candidacy.pk not in own]
        filled += _filled(others, wanting, left, last.get(scope, 0))
    _write(filled)
    return len(filled)


def _room(found: ScopeCap) -> int | None:
    """Places that nobody was put on yet; None without a cap. Going down, each undecided unit takes one: one that
    `by` must leave to a colleague would otherwise find its place given away.
    """
    return None if found.cap.left is None else max(found.cap.left - found.staged, 0)


def _filled(group: list[Row], wanting: int, left: int | None, last: int) -> list[Row]:
    """Decide of units that share a place those that the ranking decides, and return them.

    `wanting` of them ask for the `left` places; `last` is the lowest place that was nominated before.
    """
    if left is not None and left < wanting:
        group = [row for row in group if row.fault or (left == 0 and row.place > last)]
    for row in group:
        is_held = row.fault or left == 0
        row.decision.verdict = Verdict.HOLD if is_held else Verdict.NOMINATE
        if is_held:
            row.decision.reason = row.decision.reason or row.fault or BEYOND_CAP
    return group


def plan_digest(rows: Iterable[Row]) -> str:
    """What a preview showed; a publication that rests on anything else is refused."""
    lines = [f"{row.place}:{row.candidacy.pk}:{row.verdict}:{row.decision.reason}" for row in rows]
    return sha256("\n".join(lines).encode()).hexdigest()


def start_publication(selection: Selection, *, by, seen: str) -> Job:
    """A job that publishes, for a list too long for one request; the one that is still at it when asked twice.

    Raises TransitionBlocked at once for what can be seen now; the job asks again under the locks.
    """
    going = Job.objects.live().filter(kind=PUBLICATION, arguments__selection=selection.pk).first()
    if going is not None:
        return going
    _refuse_unseen(selection, seen)
    if found := blockers(selection, "publish", by):
        raise TransitionBlocked(found)
    return jobs.start(
        PUBLICATION,
        by=by,
        title=f"公布审核结果：{selection}",
        total=selection.decisions.count(),
        arguments={"selection": selection.pk, "seen": seen},
    )


@transaction.atomic
def publish(selection: Selection, *, by, seen: str) -> Selection:
    """Let everything take effect that the preview of digest `seen` showed, or nothing.

    The units are locked before the list is read: nobody gives up between the comparison and their own move.
    """
    Cycle.objects.select_for_update().get(pk=selection.cycle_id)
    selection = Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    _lock_units(selection)
    _refuse_unseen(selection, seen)
    return perform(selection, "publish", by=by)


def _refuse_unseen(selection: Selection, seen: str) -> None:
    if selection.is_draft and plan_digest(ranked_rows(selection)) != seen:
        raise TransitionBlocked([Finding(ok=False, text="预览之后名单有变化，请核对后再次公布")])


@consequence("carry_out_decisions")
def carry_out(selection: Selection, *, by, **_) -> None:
    """Move every unit as decided; one that cannot be moved refuses all, with the reason at the unit.

    留待下次 moves nothing: the unit still meets the standard, and a later selection of the cycle may take it up.
    """
    selection.decisions.exclude(candidacy__state=CandidacyState.MET).delete()
    rows = ranked_rows(selection)
    for row in rows:
        decision = row.decision
        decision.place, decision.score, decision.deducted = row.place, row.score, row.deducted
        decision.star, decision.explanation = row.star, row.explanation
    frozen = ["place", "score", "deducted", "star", "explanation"]
    Decision.objects.bulk_update([row.decision for row in rows], frozen)
    refused = [finding for row in rows for finding in _carried_out(row, by)]
    if refused:
        raise TransitionBlocked(refused)
    draft_letters(rows)


def _carried_out(row: Row, by) -> list[Finding]:
    try:
        if row.verdict == Verdict.NOMINATE:
            perform(row.candidacy, "nominate", by=by)
        elif row.verdict == Verdict.REJECT:
            perform(row.candidacy, "reject", by=by, note=row.decision.reason)
    except TransitionBlocked as blocked:
        place = f"unit-{row.candidacy.pk}"
        return [
            replace(found, text=f"{row.unit}：{found.text}", remedy_at=place) for found in blocked.findings
        ]
    return []


def _locked_draft(selection: Selection) -> Selection:
    selection = Selection.objects.select_for_update(of=("self",)).select_related("cycle__committee").get(
        pk=selection.pk
    )  # fmt: skip
    if not selection.is_draft:
        raise TransitionBlocked([Finding(ok=False, text="审核结果已公布，不能再修改")])
    return selection


def _lock_units(selection: Selection) -> None:
    met = Candidacy.objects.filter(cycle=selection.cycle_id, state=CandidacyState.MET).order_by("pk")
    list(met.select_for_update().values_list("pk"))


def _refuse_own(rows: Iterable[Row], by) -> None:
    rows = list(rows)
    if own := own_units(rows, by):
        names = {row.candidacy.pk: row.unit for row in rows}
        raise TransitionBlocked(
            [
                Finding(ok=False, text=f"{names[pk]}：须回避：{why}", who="其他经办人")
                for pk, why in own.items()
            ]
        )


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """Of each scope, units that share a place; the best first."""
    found = defaultdict(list)
    for row in rows:
        found[row.scope, row.place].append(row)
    return [found[key] for key in sorted(found, key=lambda key: key[1])]


def _write(rows: Iterable[Row]) -> None:
    decisions = [row.decision for row in rows]
    new = [decision for decision in decisions if decision.pk is None]
    Decision.objects.bulk_update([decision for decision in decisions if decision.pk is not None], FIELDS)
    Decision.objects.bulk_create(new)
