"""Taking a complaint from its arrival to any of its states."""

from core.lifecycle import perform
from reviews.models import Complaint, ComplaintCheck
from reviews.services import complaint_checks, complaints
from tests import factories as make

WAY = ("received", "accepted", "forwarded", "stated", "checking", "concluded", "answered", "archived")


class ComplaintWorld:
    """A county with a unit, a city above it that handles complaints about it, and a province above the city."""

    def __init__(self):
        self.province, self.city, self.county = make.make_line()
        self.unit = make.make_unit(self.county)
        self.unit.committee = self.city
        self.unit.save()
        self.captain = make.make_captain(self.unit)
        self.officer = make.make_officer(self.city)
        self.checkers = [make.make_officer(self.city), make.make_officer(self.county)]
        self.upper = make.make_officer(self.province)

    def complain(self, **said) -> Complaint:
        complaint, self.code = complaints.complain(
            self.unit, **{"category": "service", "content": "窗口午间无人值守，等了四十分钟", **said}
        )
        return complaint

    def take(self, complaint: Complaint, state: str, *, outcome: str = "true") -> Complaint:
        """One step after the other along `WAY`, up to `state`."""
        while complaint.state != state:
            complaint = getattr(self, f"from_{complaint.state}")(complaint, outcome)
        return complaint

    def from_received(self, complaint, outcome):
        return perform(complaint, "accept", by=self.officer)

    def from_accepted(self, complaint, outcome):
        complaint.summary = "反映午间窗口无人值守，请说明当日排班"
        complaint.save()
        return perform(complaint, "forward", by=self.officer)

    def from_forwarded(self, complaint, outcome):
        complaint.statement = "当日午间两人临时支援大厅"
        complaint.save()
        return perform(complaint, "hand_in_statement", by=self.captain)

    def from_stated(self, complaint, outcome):
        self.assign(complaint)
        return perform(complaint, "check_facts", by=self.officer)

    def from_checking(self, complaint, outcome):
        for check in complaint.checks.filter(outcome=""):
            complaint_checks.record_check(check, outcome=outcome, finding="调取了当日监控", by=check.checker)
        return perform(complaint, "conclude", by=self.officer, outcome=outcome, note="监控显示窗口无人")

    def from_concluded(self, complaint, outcome):
        complaint.measure = "已发整改通知单" if complaint.is_verified else ""
        complaint.save()
        return perform(complaint, "feed_back", by=self.officer, reply="经核查，情况属实，已要求整改。")

    def from_answered(self, complaint, outcome):
        complaint = complaints.rate(complaint, satisfaction="satisfied")
        return perform(complaint, "archive", by=self.officer)

    def assign(self, complaint) -> list[ComplaintCheck]:
        return complaint_checks.assign_checkers(complaint, self.checkers, by=self.officer)
