"""Events, hours, proofs and projects in the table of addresses: nobody there is a volunteer or runs an organisation."""

from datetime import timedelta

from core import clock
from core.lifecycle import perform
from tests.volunteers.register_world import make_organisation, make_steward, make_volunteer
from tests.volunteers.service_world import make_event, make_shift
from units.models import Committee
from volunteers.models import (
    HoursCorrection,
    HoursEntry,
    Indicator,
    Proof,
    ServiceAction,
    ServiceProject,
    SignUp,
    YouthStation,
)
from volunteers.services import attendance

ALL = (200,) * 9
SERVICE_POSTED = {
    "events:sign_up", "events:withdraw", "events:withdraw_correction", "events:event_move", "events:tick_in",
    "events:tick_out", "events:proof_move", "workspace:pact_sign", "workspace:pact_end",
}  # fmt: skip


def addresses_of_service(login, away) -> dict:
    """Name → kind of record, answers by role; the superuser alone runs every organisation."""
    nobody = (login, *(404,) * 8)
    own = (login, *(404,) * 7, 200)
    acts = (login, *(404,) * 7, away)
    events = {
        "events": (None, ALL), "event": ("event", ALL), "sign_up": ("shift", nobody), "withdraw": ("sign_up", nobody),
        "scanned": ("code", nobody), "mine": (None, nobody), "my_hours": (None, nobody),
        "ask_correction": ("entry", nobody), "withdraw_correction": ("correction", nobody),
        "my_proofs": (None, nobody), "proof_file": ("proof", nobody), "organise": (None, own),
        "event_new": (None, own), "organise_event": ("event", own), "event_edit": ("event", own),
        "event_move": ("event_move", acts), "shift_new": ("event_shift", own), "shift_edit": ("shift", own),
        "shift_list": ("shift", own), "shift_code": ("shift", own), "tick_in": ("sign_up", acts),
        "tick_out": ("sign_up", acts), "times": ("sign_up", own), "correction": ("correction", own),
        "proof": ("proof", own), "proof_move": ("proof_move", acts),
    }  # fmt: skip
    projects = {
        "progress": (None, ALL), "action": ("action", ALL), "project": ("project", ALL), "stations": (None, ALL),
        "station": ("station", ALL), "booked": (None, (away,) * 9), "my_stay": (None, ALL),
    }  # fmt: skip
    captain = (login, 200, *(404,) * 7)
    pacts = {
        "workspace:pact": ("youth_home", captain), "workspace:pact_edit": ("youth_home", captain),
        "workspace:pact_sign": ("youth_home", nobody), "workspace:pact_end": ("youth_home", nobody),
        "workspace:pact_scan": ("youth_home", nobody),
    }  # fmt: skip
    return (
        {**pacts}
        | {f"events:{name}": row for name, row in events.items()}
        | {f"projects:{name}": row for name, row in projects.items()}
    )


def service_arguments(committee: Committee) -> dict[str, dict]:
    """One of each, of an organisation below `committee`."""
    team = make_organisation(committee)
    steward, event = make_steward(team), make_event(team)
    shift, volunteer = make_shift(event), make_volunteer(team)
    perform(event, "recruit", by=steward)
    row = SignUp.objects.create(shift=shift, volunteer=volunteer)
    entry = make_entry(event, volunteer, shift, steward)
    correction = HoursCorrection.objects.create(entry=entry, is_void=True, reason="多记", asked_by=steward)
    proof = Proof.objects.create(
        volunteer=volunteer, organisation=team, first_day=entry.day, last_day=entry.day, notice_workdays=3
    )
    return {
        "event": {"pk": event.pk}, "shift": {"pk": shift.pk}, "sign_up": {"pk": row.pk}, "entry": {"pk": entry.pk},
        "code": {"code": attendance.code_of(shift)}, "correction": {"pk": correction.pk}, "proof": {"pk": proof.pk},
        "event_move": {"pk": event.pk, "name": "complete"}, "event_shift": {"event_pk": event.pk},
        "proof_move": {"pk": proof.pk, "name": "issue"}, **project_arguments(committee),
    }  # fmt: skip


def make_entry(event, volunteer, shift, steward, *, days_ago=30) -> HoursEntry:
    """Three hours of a month ago that count by now."""
    day = clock.today() - timedelta(days=days_ago)
    start = shift.starts_at - timedelta(days=days_ago)
    return HoursEntry.objects.create(
        volunteer=volunteer, organisation=event.organisation, event=event, content=event.title, day=day,
        starts_at=start, ends_at=start + timedelta(hours=3), minutes=180, notice_ends_on=day + timedelta(days=5),
        confirmed_by=steward,
    )  # fmt: skip


def project_arguments(committee: Committee) -> dict[str, dict]:
    action = ServiceAction.objects.create(committee=committee, name="示例行动", year=2026)
    project = ServiceProject.objects.create(action=action, name="青年驿站", kind="station")
    Indicator.objects.create(
        project=project, name="服务青年", target=100, unit="人", starts_on="2026-01-01", ends_on="2026-12-31"
    )
    station = YouthStation.objects.create(
        project=project,
        name="示例驿站",
        region=committee.region,
        address="示例路1号",
        phone="0760-10000000",
        capacity=2,
    )
    return {
        "action": {"pk": action.pk}, "project": {"pk": project.pk}, "station": {"pk": station.pk},
    }  # fmt: skip
