"""Three years of one unit: certified, rechecked, complained about, warned, appealed, starred down, certified, revoked.

After each step the public page, `/verify/` with the papers of that day, and the honor roll are read as anybody does.
"""

from datetime import date, timedelta

import pytest

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.services import jobs, ledger
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment, Certificate, Recheck, Title
from creation_cycle.services import adjustments, rechecks
from creation_cycle.services import recheck_opening as opening
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from tests.creation_cycle.adjustment_world import ANSWER, on_day
from tests.creation_cycle.recheck_world import make_year
from tests.journey import Journey
from tests.reviews.complaint_world import ComplaintWorld

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 6, 1)
FACTS = {"facts": "窗口午间无人值守，经两人核查属实。", "clause": "工作指引 二.3"}


class Unit(Journey):
    """One unit with its people, walked through the years; `day` is where the story stands."""

    def __init__(self, client):
        super().__init__()
        self.client, self.day = client, clock.today()
        self.upper = make.make_officer(self.province)
        self.colleague = make.make_officer(self.city)

    def after(self, days: int):
        """Everything that the calendar does by itself on the way happens on the day that is reached."""
        self.day += timedelta(days=days)
        return on_day(self.day)

    @property
    def title(self) -> Title:
        return self.unit.titles.order_by("-pk").first()

    # What people do

    def certify(self) -> Certificate:
        """From the draft to the paper in hand; the notice stands its days meanwhile."""
        with on_day(self.day):
            candidacy = self.candidacy("publicised")
            closes_on = candidacy.notice_entries.get().notice.closes_on
        self.day = closes_on + timedelta(days=1)
        with on_day(self.day):
            number = f"示例发〔{self.day.year}〕{self.day.month}号"
            perform(candidacy, "certify", by=self.approver, decision_number=number)
            return self.handed_out()

    def handed_out(self) -> Certificate:
        """The paper that waits is drawn and handed out."""
        paper = self.title.certificates.get(state="queued")
        digest = f"{paper.pk:064d}"
        return perform(paper, "issue", by=None, file=f"{paper.number}.pdf", file_hash=digest)

    def recheck(self) -> Recheck:
        """The year's recheck from the opening job to the committee's answer."""
        day = self.day
        windows = {
            "opens_on": day, "report_by": day + timedelta(days=20), "review_by": day + timedelta(days=40),
            "decide_by": day + timedelta(days=60),
        }  # fmt: skip
        plan = make_year(self.city, year=day.year, **windows)
        with on_day(day):
            jobs.run(opening.start(day.year, plans=[plan], by=None).pk)
            found = Recheck.objects.get(title=self.title, year=day.year)
            rechecks.save_report(
                found, by=self.captain, declaration="unchanged", statement="一年来服务稳定。"
            )
            found = perform(found, "hand_in", by=self.captain)
            found = perform(found, "review", by=self.recommender, suggestion="keep", opinion="材料属实")
            return perform(found, "keep", by=self.officer)

    def complaint(self) -> str:
        """Somebody complains, two people verify it; the key by which an adjustment names it."""
        world = ComplaintWorld.__new__(ComplaintWorld)
        world.unit, world.captain, world.officer = self.unit, self.captain, self.officer
        world.checkers = [self.colleague, make.make_officer(self.city)]
        with on_day(self.day):
            complaint = world.take(world.complain(), "concluded")
            world.take(complaint, "archived")
        return f"complaint:{complaint.pk}"

    def sanction(self, kind, *, basis=AdjustmentBasis.OTHER, key="") -> Adjustment:
        """Proposed and served; the unit says nothing; decided on the day after its time was over."""
        with on_day(self.day):
            said = {"basis": basis, "basis_key": key, "publicise": True, **FACTS}
            proposal = adjustments.propose(self.title, kind, by=self.officer, **said)
            told = perform(proposal, "notify", by=self.officer)
            with pytest.raises(TransitionBlocked, match="尚未届满"):
                self.decide(told)
        self.day = told.statement_until + timedelta(days=1)
        with on_day(self.day):
            return self.decide(told)

    def decide(self, told: Adjustment) -> Adjustment:
        number = f"示例发〔{self.day.year}〕{told.pk}号"
        said = {"decision_number": number, "note": "查证属实", "public_reason": "服务承诺未兑现"}
        return adjustments.decide(told, by=self.approver, **said)

    def appeal(self, decided: Adjustment, answer: str) -> Adjustment:
        with self.after(3):
            appealed = adjustments.appeal(decided, appeal_reasons="事实有出入。", by=self.captain)
            return perform(appealed, answer, by=self.upper, **ANSWER)

    def next_cycle(self) -> None:
        """Two years on: a new cycle with rounds of its own."""
        self.cycle = make.make_cycle(self.city)
        for _ in range(2):
            make.make_round(self.cycle, state="closed")
        self.round = None

    # What anybody reads

    def verdict(self, paper: Certificate) -> str:
        with on_day(self.day):
            page = self.client.get(f"/verify/{paper.number}/")
        assert page.status_code == 200
        return page.context["standing"].verdict.word

    def page(self) -> str:
        with on_day(self.day):
            return self.client.get(f"/honor-roll/{self.unit.slug}/").content.decode()

    def on_roll(self, **filters) -> list[str]:
        with on_day(self.day):
            page = self.client.get("/honor-roll/", filters).context["page"]
        return [title.unit.name for title in page.rows]


def test_three_years_of_one_unit(client):
    """One test on purpose: each step stands on what all the steps before it have left."""
    with on_day(FIRST_DAY):
        unit = Unit(client)

    first = unit.certify()
    assert (unit.verdict(first), unit.on_roll()) == ("有效", [unit.unit.name])

    unit.day += timedelta(days=100)
    assert unit.recheck().state == "passed"
    assert unit.verdict(first) == "有效"

    key = unit.complaint()
    warned = unit.sanction(AdjustmentKind.WARN, basis=AdjustmentBasis.COMPLAINT, key=key)
    assert (unit.verdict(first), unit.on_roll(state="warned")) == ("警告", [unit.unit.name])
    assert "警告提醒" in unit.page()

    warned = unit.appeal(warned, "uphold")
    assert (warned.state, unit.verdict(first)) == ("upheld", "警告")
    assert "申诉后维持决定" in unit.page()

    over = unit.title.warned_until + timedelta(days=1)
    unit.day = over
    with on_day(over):
        assert adjustments.outlast_warnings(over) == 1
    assert unit.verdict(first) == "有效"
    assert "警告期满" in unit.page()

    unit.day = date(2028, 3, 1)
    with on_day(unit.day):
        unit.next_cycle()
    second = unit.certify()
    assert (unit.title.star, unit.verdict(second), unit.verdict(first)) == (2, "有效", "已调整星级")

    lowered = unit.sanction(AdjustmentKind.LOWER_STAR)
    with on_day(unit.day):
        one_star = unit.handed_out()
    assert (unit.title.star, unit.verdict(second), unit.verdict(one_star)) == (1, "已调整星级", "有效")
    assert "星级由二星级调整为一星级" in unit.page()

    lowered = unit.appeal(lowered, "overturn")
    with on_day(unit.day):
        given_back = unit.handed_out()
    assert (lowered.state, unit.title.star, unit.verdict(given_back)) == ("overturned", 2, "有效")
    assert unit.verdict(one_star) == "已调整星级"
    assert "申诉后撤销决定，恢复原状" in unit.page()

    unit.day = date(2029, 5, 1)
    revoked = unit.sanction(AdjustmentKind.REVOKE)
    papers = (first, second, one_star, given_back)
    assert [unit.verdict(paper) for paper in papers] == ["已撤销"] * 4
    assert (unit.on_roll(), unit.on_roll(state="revoked")) == ([], [unit.unit.name])
    assert "现在没有有效的称号" in unit.page()
    with on_day(unit.day):
        notices = client.get("/notices/adjustments/").content.decode()
    assert notices.count(revoked.decision_number) == 1

    with on_day(unit.day), pytest.raises(TransitionBlocked, match="请参加下一周期"):
        open_candidacy(unit.unit, unit.cycle, by=unit.captain)

    unit.day = date(2030, 6, 1)
    with on_day(unit.day):
        unit.next_cycle()
    third = unit.certify()
    assert (unit.title.star, unit.verdict(third), unit.verdict(second)) == (1, "有效", "已撤销")
    assert unit.unit.titles.count() == 2
    assert list(ledger.broken_entries()) == []
