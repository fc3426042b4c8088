"""An organisation with two stewards, volunteers with accounts, and an event with one shift."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import clock
from core.lifecycle import perform
from tests import factories as make
from tests.volunteers.register_world import Register, make_steward, make_volunteer
from volunteers.models import ServiceEvent, Shift, SignUp
from volunteers.services import attendance, sign_ups


def at(day: date, hour: float):
    """A moment of `day` in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time())) + timedelta(hours=hour)


def make_event(organisation, *, title="敬老院陪伴", recruit_by=None, **values) -> ServiceEvent:
    defaults = {
        "content": "陪伴聊天、打扫房间", "beneficiaries": "入住老人", "region": organisation.region,
        "place": "示例敬老院", "responsible": "示例负责人", "phone": "0760-10000000", "insurance": "已投保意外险",
    }  # fmt: skip
    return ServiceEvent.objects.create(organisation=organisation, title=title, **{**defaults, **values})


def make_shift(event, *, day=None, start=9, hours=3, capacity=2) -> Shift:
    day = day or clock.today() + timedelta(days=1)
    return Shift.objects.create(
        event=event, starts_at=at(day, start), ends_at=at(day, start + hours), capacity=capacity
    )


class Service(Register):
    """Recruits for tomorrow, nine to twelve, two places."""

    def __init__(self, capacity=2):
        super().__init__()
        self.second_steward = make_steward(self.team)
        self.event = make_event(self.team)
        self.shift = make_shift(self.event, capacity=capacity)
        self.event = perform(self.event, "recruit", by=self.steward)

    def volunteer(self, name="王小明", **values):
        volunteer = make_volunteer(self.team, name=name, **values)
        volunteer.user = make.make_user()
        volunteer.save(update_fields=["user"])
        return volunteer

    def sign(self, volunteer, shift=None) -> SignUp:
        return sign_ups.sign_up(shift or self.shift, volunteer, by=volunteer.user)

    def serve(self, row, start=9.0, hours=3.0) -> SignUp:
        """Came and went, as the organiser's list says; the clock stands at the end."""
        day = timezone.localdate(row.shift.starts_at)
        row = attendance.tick(row, "check_in", by=self.steward, at=at(day, start))
        return attendance.tick(row, "check_out", by=self.steward, at=at(day, start + hours))

    def after(self, hours=4.0):
        """The clock some hours after the shift's beginning."""
        return clock.pretend(self.shift.starts_at + timedelta(hours=hours))

    def verified(self, *volunteers):
        """The event on its whole way, with these volunteers there for three hours."""
        rows = [self.sign(volunteer) for volunteer in volunteers]
        with self.after():
            for row in rows:
                self.serve(row)
            perform(self.event, "complete", by=self.steward)
            return perform(self.event, "verify_hours", by=self.second_steward)
