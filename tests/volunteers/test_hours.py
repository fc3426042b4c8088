"""The hours ledger: notice, limits, overlaps, corrections, totals; proofs and their numbers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from core.workdays import add_workdays
from tests.volunteers.register_world import make_organisation
from tests.volunteers.service_world import Service, make_event, make_shift
from volunteers.models import HoursEntry, HoursPolicy, HoursSlot, Proof, ProofSeries, SignUp
from volunteers.models.written_once import WrittenOnce
from volunteers.queries import hours as totals
from volunteers.services import hours, proofs, records

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Service(capacity=5)


def final(world):
    """The clock after the days of notice of what was verified tomorrow."""
    last = HoursEntry.objects.order_by("notice_ends_on").last().notice_ends_on
    return clock.pretend(world.shift.starts_at + (last - clock.today()) + timedelta(days=1))


def test_hours_count_once_the_days_of_notice_are_over(world):
    volunteer = world.volunteer()
    world.verified(volunteer)
    [entry] = HoursEntry.objects.all()
    assert entry.notice_ends_on == add_workdays(entry.day, 3).date
    assert totals.total_of(volunteer) == 0
    with final(world):
        assert totals.total_of(volunteer) == 180


def test_an_entry_is_never_changed(world):
    world.verified(world.volunteer())
    [entry] = HoursEntry.objects.all()
    for write in (entry.save, entry.delete, HoursEntry.objects.all().delete):
        with pytest.raises(WrittenOnce):
            write()
    with pytest.raises(WrittenOnce):
        HoursEntry.objects.update(minutes=1)


@pytest.mark.postgres
def test_the_database_refuses_what_the_model_would(world):
    world.verified(world.volunteer())
    with pytest.raises(Exception, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE volunteers_hoursentry SET minutes = 1")
    [slot] = HoursSlot.objects.all()
    [entry] = HoursEntry.objects.all()
    HoursSlot.objects.all().delete()
    HoursSlot.objects.create(
        entry=entry, volunteer=slot.volunteer, starts_at=slot.starts_at, ends_at=slot.ends_at
    )
    other = HoursEntry(
        **{f.attname: getattr(entry, f.attname) for f in HoursEntry._meta.fields if f.name != "id"}
    )
    other.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursSlot.objects.create(
            entry=other, volunteer=slot.volunteer, starts_at=slot.starts_at, ends_at=slot.ends_at
        )


def test_a_correction_is_a_counter_entry_and_a_new_one_by_a_second_person(world):
    volunteer = world.volunteer()
    world.verified(volunteer)
    [entry] = HoursEntry.objects.all()
    with world.after(30):
        asked = hours.ask_correction(
            entry, by=volunteer.user, reason="提前离开", starts_at=entry.starts_at,
            ends_at=entry.ends_at - timedelta(hours=1),
        )  # fmt: skip
        assert blockers(asked, "grant", volunteer.user)
        perform(asked, "grant", by=world.second_steward)
    old, counter, new = HoursEntry.objects.order_by("pk")
    assert (old.minutes, counter.minutes, new.minutes) == (180, -180, 120)
    assert (counter.reverses, counter.reason, counter.confirmed_by) == (old, "提前离开", world.second_steward)
    assert counter.notice_ends_on == old.notice_ends_on
    assert [slot.entry for slot in HoursSlot.objects.all()] == [new]
    with final(world):
        assert totals.total_of(volunteer) == 120
        with pytest.raises(ValidationError, match="已被更正"):
            hours.ask_correction(old, by=volunteer.user, reason="再改", is_void=True)


def test_nobody_corrects_their_own_or_anothers_hours_alone(world):
    volunteer, stranger = world.volunteer("甲一"), world.volunteer("乙二")
    world.verified(volunteer)
    [entry] = HoursEntry.objects.all()
    with pytest.raises(PermissionDenied):
        hours.ask_correction(entry, by=stranger.user, reason="不实", is_void=True)
    asked = hours.ask_correction(entry, by=world.steward, reason="未到场", is_void=True)
    with pytest.raises(TransitionBlocked, match="以外的人办理"):
        perform(asked, "grant", by=world.steward)
    perform(asked, "grant", by=world.officer)
    with final(world):
        assert totals.total_of(volunteer) == 0


def test_no_time_counts_twice_whoever_organised_it(world):
    volunteer = world.volunteer()
    world.verified(volunteer)
    other = make_event(world.team, title="另一活动")
    shift = make_shift(other, start=11, capacity=5)
    perform(other, "recruit", by=world.steward)
    row = SignUp.objects.create(shift=shift, volunteer=volunteer)
    row = perform(row, "move_up", by=None)
    with world.after(6):
        world.serve(row, start=11.5, hours=2)
        perform(other, "complete", by=world.steward)
        with pytest.raises(TransitionBlocked, match="已有另一段服务时间"):
            perform(other, "verify_hours", by=world.second_steward)


def test_the_limit_of_a_day_is_data(world):
    HoursPolicy.objects.create(committee=world.city, day_minutes=150)
    with pytest.raises(TransitionBlocked, match=r"合计 3 小时，超过每日上限 2.5 小时"):
        world.verified(world.volunteer())


def test_hours_of_a_merged_record_are_the_same_persons(world):
    kept, double = world.volunteer("甲一"), world.volunteer("甲一")
    world.verified(double)
    double.user = None
    double.save(update_fields=["user"])
    records.merge(double, kept, by=world.officer, reason="同一人")
    with final(world):
        assert totals.total_of(kept) == 180


def test_every_total_is_one_query(world, django_assert_num_queries):
    world.verified(*(world.volunteer(name) for name in ("甲一", "乙二", "丙三")))
    with final(world):
        for total in (totals.by_year, totals.by_organisation, totals.by_unit):
            with django_assert_num_queries(1):
                total()
        [line] = totals.by_organisation(year=HoursEntry.objects.first().day.year)
        assert (line.minutes, line.people, line.hours) == (540, 3, "9.0")


def test_stars_follow_the_table():
    names = [getattr(totals.standing_of(h * 60).star, "name", None) for h in (99, 100, 1499, 1500)]
    assert names == [None, "一星志愿者", "四星志愿者", "五星志愿者"]
    assert totals.standing_of(99 * 60).minutes_left == 60


# Proofs


def ask(world, volunteer, organisation=None):
    [entry] = HoursEntry.objects.filter(volunteer=volunteer)
    return proofs.ask(
        volunteer, organisation or world.team, by=volunteer.user, first_day=entry.day, last_day=entry.day
    )


def issued(world, volunteer) -> Proof:
    HoursPolicy.objects.update_or_create(committee=world.city, defaults={"proof_notice_workdays": 0})
    return perform(ask(world, volunteer), "issue", by=world.steward)


def test_only_who_recorded_certifies(world):
    volunteer = world.volunteer()
    world.verified(volunteer)
    other = make_organisation(world.city)
    with final(world), pytest.raises(ValidationError, match="请向记录时长的组织申请"):
        ask(world, volunteer, other)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        ask(world, volunteer)


def test_a_proof_stands_on_notice_first_and_carries_frozen_figures(world, client):
    volunteer = world.volunteer("王小明")
    world.verified(volunteer)
    with final(world):
        proof = ask(world, volunteer)
        with pytest.raises(TransitionBlocked, match="还没有在组织内部公示"):
            perform(proof, "issue", by=world.steward)
        proof = perform(proof, "show", by=world.steward)
    with clock.pretend(world.shift.starts_at + timedelta(days=60)):
        proof = perform(proof, "issue", by=world.steward)
        assert (proof.minutes, proof.tenths) == (180, "3.0")
        assert proof.number.startswith(f"ZM442000-{clock.today().year}-00001-")
        page = client.get(f"/verify/{proof.number}/")
        assert "有效" in page.text
        assert "王*明" in page.text
        assert "王小明" not in page.text
        client.force_login(volunteer.user)
        file = b"".join(client.get(f"/volunteers/proofs/{proof.pk}/file/"))
        assert file.startswith(b"%PDF")
        perform(proof, "revoke", by=world.steward, note="时长不实")
        page = client.get(f"/verify/{proof.number.lower().replace('-', '')}/", follow=True)
        assert "已撤销" in page.text
        assert "时长不实" in page.text


def test_a_person_who_is_forgotten_leaves_a_number_and_hours(world):
    volunteer = world.volunteer()
    world.verified(volunteer)
    with final(world):
        proof = issued(world, volunteer)
        proofs.forget_person(volunteer)
        proof.refresh_from_db()
        assert (proof.name, proof.file, proof.minutes) == ("", "", 180)


def test_a_number_that_was_not_used_is_given_again():
    with transaction.atomic():
        assert ProofSeries.take("ZM442000-2026") == 1
        transaction.set_rollback(True)
    assert ProofSeries.take("ZM442000-2026") == 1
