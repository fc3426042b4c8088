"""A small world with everybody who acts in it, and the way of a candidacy through it, state by state.

Each step goes through the services and `perform` by the person who makes it in life, so that a record in state
X is one that could really be there.
"""

from datetime import timedelta

import time_machine

from core import clock
from core.lifecycle import perform
from creation_cycle.models import Candidacy
from creation_cycle.services import notices
from creation_cycle.services.application import apply_for_assessment
from creation_cycle.services.filing import open_candidacy
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import complete
from reviews.services import rounds, sheets
from tests import factories as make
from units.enums import OfficeRole, UnitRole

PREPARATIONS = ("plan", "standard_summary", "sign", "carrier", "pledge", "story")
WAY = (
    "draft", "submitted", "recommended", "filed", "creating", "applied", "assessing", "met", "nominated",
    "publicised", "certified",
)  # fmt: skip


def fill_self_assessment(candidacy, *, by, **texts) -> None:
    """Full marks for every item, whatever its kind."""
    items = candidacy.standard.items.for_scoring()
    answers = {item.pk: {**best_answer(item), "evidence": "自评依据", **texts} for item in items}
    keep_answers(candidacy, by=by, answers=answers, seen={})


def best_answer(item) -> dict:
    """What makes the most points of one item, by the names of `SelfAssessmentEntry.fields`."""
    if item.is_auto:
        return {}
    if item.is_veto:
        return {"found": False}
    if not item.is_scored_by_rules:
        return {"points": item.points}
    counts = item.kind == "accumulate"
    marks = {f"rule-{rule.pk}": rule.max_times if counts else 0 for rule in item.rules.all()}
    return {**marks, "checked": True}


def _best_marks(item) -> dict[int, int]:
    """Rule by rule, by its key."""
    return {rule.pk: rule.max_times if item.kind == "accumulate" else 0 for rule in item.rules.all()}


class Journey:
    """One city that organizes, one county body that recommends, one unit that strives."""

    def __init__(self, **unit_values):
        self.province, self.city, self.county = make.make_line()
        self.rule_set = make.make_rule_set(self.city)
        self.standard = make.make_standard(self.city)
        self.cycle = make.make_cycle(self.city)
        make.make_round(self.cycle, state="closed")
        make.make_round(self.cycle, state="closed")
        self.unit = make.make_unit(self.county, **unit_values)
        self.captain = make.make_captain(self.unit)
        self.recommender = make.make_officer(self.county)
        self.officer = make.make_officer(self.city)
        self.approver = make.make_officer(self.city, OfficeRole.APPROVER)
        self.auditor = make.make_officer(self.city, OfficeRole.AUDITOR)
        self.reviewer = make.make_user()
        self.round = None

    def helper(self, role: UnitRole):
        """Another keeper of the unit's pages."""
        return make.make_captain(self.unit, role)

    def another_team(self) -> dict:
        """A second unit of the same body and its captain, as keywords for `candidacy`."""
        unit = make.make_unit(self.county)
        return {"unit": unit, "captain": make.make_captain(unit)}

    def candidacy(self, state: str = "draft", *, unit=None, captain=None, **values) -> Candidacy:
        """A candidacy of `unit`, taken step by step to `state` (see WAY)."""
        unit = unit or self.unit
        candidacy = open_candidacy(unit, self.cycle, by=captain or self.captain, **values)
        return self.take(candidacy, state, captain=captain)

    def take(self, candidacy: Candidacy, state: str, captain=None) -> Candidacy:
        """Walk on from where the candidacy stands."""
        ahead = WAY[WAY.index(candidacy.state) + 1 : WAY.index(state) + 1]
        for step in ahead:
            candidacy = getattr(self, f"to_{step}")(candidacy, captain or self.captain)
        return candidacy

    def take_again(self, candidacy: Candidacy) -> Candidacy:
        """After 未达标: a new self-assessment, a new application and the next round's panel."""
        return self.to_assessing(self.to_applied(candidacy, self.captain), self.captain)

    def to_submitted(self, candidacy, captain):
        return perform(candidacy, "submit", by=captain)

    def to_recommended(self, candidacy, captain):
        return perform(candidacy, "recommend", by=self.recommender)

    def to_filed(self, candidacy, captain):
        return perform(candidacy, "file", by=self.officer)

    def to_creating(self, candidacy, captain):
        for name in PREPARATIONS:
            setattr(candidacy, name, f"{name}的内容")
        candidacy.save()
        return perform(candidacy, "begin", by=captain)

    def to_applied(self, candidacy, captain):
        self.assess_themselves(candidacy, captain)
        self.open_round()
        return apply_for_assessment(candidacy, by=captain)

    @staticmethod
    def assess_themselves(candidacy, captain) -> None:
        """Full marks for every item of the open version, and the captain's name under it."""
        if candidacy.self_assessments.open().exists():
            fill_self_assessment(candidacy, by=captain)
            complete(candidacy, by=captain)

    def to_assessing(self, candidacy, captain):
        rounds.assign(self.open_round(), candidacy, self.reviewer, by=self.officer)
        return perform(candidacy, "assess", by=self.officer)

    def to_met(self, candidacy, captain, lost: int = 1):
        """Every assessed unit gets full points but `lost` per item, and the round is closed."""
        self.score(candidacy, lost=lost)
        perform(self.round, "close", by=self.officer)
        self.round = None
        return Candidacy.objects.get(pk=candidacy.pk)

    def to_nominated(self, candidacy, captain):
        return perform(candidacy, "nominate", by=self.officer)

    def to_publicised(self, candidacy, captain):
        notice = notices.draft_notice(self.cycle, by=self.officer, title="公示", candidacies=[candidacy])
        perform(notice, "open", by=self.officer)
        return Candidacy.objects.get(pk=candidacy.pk)

    def to_certified(self, candidacy, captain):
        with self.after_notice(candidacy):
            return perform(candidacy, "certify", by=self.approver, decision_number="示例发〔2026〕1号")

    def open_round(self):
        """The round that is held now, opened at the first need."""
        if self.round is None:
            self.round = make.make_round(self.cycle)
        return self.round

    def score(self, candidacy, lost: int = 1) -> None:
        """Every standing reviewer of the round fills and locks the sheet."""
        for assignment in candidacy.assignments.standing().filter(round=self.round):
            self.fill(assignment.sheet, lost=lost)
            perform(assignment.sheet, "submit", by=assignment.reviewer)

    @staticmethod
    def fill(sheet, lost: int = 1) -> None:
        """Points for what is judged, every rule gone through, nothing vetoed; deductions are not made."""
        items = list(sheet.items_to_score().for_scoring())
        judged = {item.pk: item.points - lost for item in items if item.kind == "judgement"}
        counted = {item.pk: _best_marks(item) for item in items if item.is_scored_by_rules}
        vetoes = {item.pk: False for item in items if item.is_veto}
        sheets.save_scores(sheet, points=judged, marks=counted, found=vetoes)

    @staticmethod
    def after_notice(candidacy, days: int = 1):
        """Time travel to `days` after the notice's last day (0: that day itself)."""
        closes_on = candidacy.notice_entries.get().notice.closes_on
        return time_machine.travel(
            clock.now() + (closes_on - clock.today()) + timedelta(days=days), tick=False
        )
