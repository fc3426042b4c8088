"""Opening a draft, and what freezes when it is filed."""

from dataclasses import asdict

from django.db import transaction

from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from creation_cycle.enums import CandidacyKind, RuleStage
from creation_cycle.models import Candidacy, Cycle, RosterSnapshot
from units.enums import Level
from units.models import Unit


@transaction.atomic
def open_candidacy(unit: Unit, cycle: Cycle, *, by, **values) -> Candidacy:
    """A draft for `unit` in `cycle`; raises TransitionBlocked while another one is live.

    The unit row is locked, so that two tabs cannot open two drafts.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if other := unit.candidacies.live().select_related("cycle").first():
        text = f"本集体已有一份进行中的申报（{other.cycle}，{other.get_state_display()}）"
        raise TransitionBlocked([Finding(ok=False, text=text, remedy="请先办结或撤回该申报")])
    if cycle.recognitions.filter(title__unit=unit).exists():
        text = f"本集体在{cycle}已获认定，请参加下一周期"
        raise TransitionBlocked([Finding(ok=False, text=text, who="号长")])
    values.setdefault("kind", suggested_kind(unit, Level(cycle.level)))
    candidacy = Candidacy(unit=unit, cycle=cycle, **_remembered(unit, values))
    candidacy.save()
    ledger.append_creation(candidacy, by=by)
    return candidacy


def suggested_kind(unit: Unit, level: Level) -> CandidacyKind:
    """What the unit's titles make of a candidacy at `level`."""
    held = set(unit.titles.in_force().values_list("level", flat=True))
    if level in held:
        return CandidacyKind.STAR
    return CandidacyKind.PROMOTION if level.lower() in held else CandidacyKind.NEW


def _remembered(unit: Unit, values: dict) -> dict:
    """Enter once, use everywhere: what the unit wrote last time is its first draft now."""
    last = unit.candidacies.order_by("-pk").first()
    kept = ("plan", "goal", "standard_summary", "sign", "carrier", "slogan", "pledge")
    before = {name: getattr(last, name) for name in kept} if last else {}
    return {**before, "complaint_phone": unit.complaint_phone, **values}


@consequence("freeze_roster")
def freeze_roster(candidacy: Candidacy, *, by, **_) -> RosterSnapshot:
    """The roster and the rules' answers as they were judged at filing, personal data reduced to what was judged."""
    members = candidacy.unit.members.on(clock.today())
    rows = [
        {
            "name": member.masked_name,
            "born": f"{member.birth_date:%Y-%m}",
            "chinese": member.is_chinese,
            "political": member.political_status,
            "position": member.position,
            "captain": member.is_captain,
            "principal": member.is_principal,
        }
        for member in members
    ]
    findings = [asdict(finding) for finding in candidacy.rule_findings(RuleStage.FILING)]
    return RosterSnapshot.objects.create(
        candidacy=candidacy, taken_at=clock.now(), headcount=len(rows), members=rows, findings=findings
    )
