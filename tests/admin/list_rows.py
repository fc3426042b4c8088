"""A row for each list of supervision, of volunteers' service and of youth credit, with rows of its own behind."""

from datetime import timedelta

from model_bakery import baker

from core import clock
from creation_cycle.enums import AdjustmentKind
from creation_cycle.services import adjustments
from credit.enums import Conclusion, SubjectKind
from tests.creation_cycle.recheck_world import make_recheck, make_recheck_draw, make_title, make_year
from tests.credit.world import (
    COMPANY,
    PERSON,
    answered,
    consent,
    honour,
    make_credit_officer,
    make_pledge,
    make_policy,
)

PLAIN = (
    "creation_cycle.legacyimport",
    "credit.partner", "credit.querybatch",
    "volunteers.hopehut", "volunteers.indicator", "volunteers.progressreport", "volunteers.proof",
    "volunteers.serviceaction", "volunteers.serviceevent", "volunteers.serviceproject", "volunteers.starlevel",
    "volunteers.stay", "volunteers.youthhome", "volunteers.youthstation",
)  # fmt: skip


def grow_supervision(committee, unit, user) -> None:
    title = make_title(unit, committee)
    plan = make_year(committee)
    make_recheck(plan, title)
    make_recheck_draw(plan, user)
    adjustments.propose(
        title, AdjustmentKind.WARN, basis="other", basis_key="", facts="台账不符", clause="二.3", by=user
    )


def grow_credit(committee, number: int) -> None:
    clerk = make_credit_officer(committee)
    make_policy(committee, SubjectKind.PERSON)
    consent(PERSON, committee, by=clerk)
    answered(COMPANY, committee, Conclusion.ADVERSE, by=clerk)
    entry = honour(committee, PERSON, key=f"test:{number}", by=clerk)
    baker.make("credit.listobjection", entry=entry)
    make_pledge(committee, name=f"集体{number}")


def an_hour() -> dict:
    begins = clock.now() - timedelta(days=1)
    return {"day": begins.date(), "starts_at": begins, "ends_at": begins + timedelta(hours=1)}


def grow_registers() -> None:
    for name in PLAIN:
        baker.make(name)
    entry = baker.make("volunteers.hoursentry", minutes=60, **an_hour())
    baker.make("volunteers.hourscorrection", entry=entry, is_void=True)
    baker.make("volunteers.hourspolicy", committee=baker.make("units.committee"))
    baker.make("volunteers.pact", ends_on=clock.today() + timedelta(days=365))
    measure = baker.make("credit.measure", is_example=True)
    baker.make("credit.measuregrant", measure=measure, proof="单据", provider="示例单位")
