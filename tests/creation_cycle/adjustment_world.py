"""A unit with a title, and everybody who has to do with an adjustment of it."""

from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment, AdjustmentFile
from creation_cycle.services import adjustments
from tests import factories as make
from tests.honor_roll.world import make_title
from units.enums import Level, OfficeRole

DECISION = {"decision_number": "示例发〔2026〕9号", "note": "查证属实", "public_reason": "台账不实"}
ANSWER = {"note": "复核意见", "appeal_outcome": "经复核作出本结果"}


class AdjustmentWorld:
    """A province above a city that gave the title; two officers and two approvers at each."""

    def __init__(self, *, star=2, level=Level.CITY):
        self.province, self.city, self.county = make.make_line()
        self.unit = make.make_unit(self.county, "示例窗口")
        self.title = make_title(self.unit, level=level, star=star)
        type(self.title).objects.filter(pk=self.title.pk).update(committee=self.city)
        self.title.refresh_from_db()
        self.captain = make.make_captain(self.unit)
        self.officer, self.other_officer = make.make_officer(self.city), make.make_officer(self.city)
        self.approver = make.make_officer(self.city, OfficeRole.APPROVER)
        self.upper_officer = make.make_officer(self.province)
        self.upper_approver = make.make_officer(self.province, OfficeRole.APPROVER)

    def propose(self, kind=AdjustmentKind.WARN, *, key="", by=None, **values) -> Adjustment:
        said = {"facts": "创建台账与现场不符。", "clause": "工作指引 二.3", "basis": AdjustmentBasis.OTHER}
        return adjustments.propose(
            self.title, kind, basis_key=key, by=by or self.officer, **{**said, **values}
        )

    def notified(self, kind=AdjustmentKind.WARN, **values) -> Adjustment:
        return perform(self.propose(kind, **values), "notify", by=self.officer)

    def stated(self, kind=AdjustmentKind.WARN, **values) -> Adjustment:
        adjustment = self.notified(kind, **values)
        return adjustments.hand_in_statement(adjustment, statement="情况如下。", by=self.captain)

    def in_effect(self, kind=AdjustmentKind.WARN, **values) -> Adjustment:
        return adjustments.decide(self.stated(kind, **values), by=self.approver, **DECISION)

    def appealed(self, kind=AdjustmentKind.WARN, **values) -> Adjustment:
        return adjustments.appeal(self.in_effect(kind, **values), appeal_reasons="不服。", by=self.captain)

    def overturned(self, kind=AdjustmentKind.WARN, **values) -> Adjustment:
        return perform(self.appealed(kind, **values), "overturn", by=self.upper_approver, **ANSWER)


def on_day(day):
    """The context in which today is `day`, at noon."""
    return clock.pretend(timezone.make_aware(datetime.combine(day, time(12))))


def days_on(days: int):
    return on_day(clock.today() + timedelta(days=days))


def adjustment_arguments(journey) -> dict[str, dict]:
    """What the captain's unit was told about a past title of its own, and a file of its statement."""
    adjustment = perform(make_proposal(journey), "notify", by=journey.officer)
    file = AdjustmentFile(adjustment=adjustment, purpose="statement", kind="pdf", number=1, size=1)
    file.file.save(f"adjustments/{file.key}.pdf", ContentFile(b"%PDF-1.7"))
    return {
        "adjustment": {"pk": adjustment.pk},
        "adjustment_file": {"pk": adjustment.pk, "key": file.key},
    }


def make_proposal(journey) -> Adjustment:
    """The officer proposes a warning about a title of the journey's unit."""
    title = make_title(journey.unit, level=Level.GRASSROOTS)
    type(title).objects.filter(pk=title.pk).update(committee=journey.city)
    title.refresh_from_db()
    said = {"facts": "创建台账与现场不符。", "clause": "工作指引 二.3", "basis": AdjustmentBasis.OTHER}
    return adjustments.propose(title, AdjustmentKind.WARN, basis_key="", by=journey.officer, **said)
