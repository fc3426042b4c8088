"""The demo shows every state, tells no lies in its ledger, and is written once."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from accounts.models import User
from core import clock
from core.services import ledger
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Certificate, Cycle, Recheck, RecheckDraw, Title
from creation_cycle.models.recheck_finding import lacking
from creation_cycle.recheck_enums import RecheckState
from demo.people import PASSWORD
from reviews.models import Draw, Rectification, Reviewer, Round
from units.enums import Level
from units.models import Committee, Unit
from workspace.models import Activity, Innovation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
ACCOUNTS = (
    "captain", "captain2", "county", "officer", "approver", "officer2", "reviewer", "reviewer2",
    "credit", "auditor", "admin",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The seeded world, once for all tests of this file; rolled back with the module."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("seed_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def test_every_state_is_on_show():
    live, closed = Cycle.objects.get(state="certifying"), Cycle.objects.get(state="closed")
    shown = set(live.candidacies.values_list("state", flat=True))

    assert set(CandidacyState) - shown == {CandidacyState.LAPSED}
    assert closed.candidacies.filter(state=CandidacyState.LAPSED).exists()


def test_sixty_units_over_twelve_industries_and_a_line_of_committees():
    demo_units = Unit.objects.filter(industry__isnull=False, committee__parent__region__code="442000")

    assert demo_units.count() == 60
    assert demo_units.values("industry").distinct().count() == 12
    assert set(Committee.objects.values_list("level", flat=True)) == {
        Level.PROVINCIAL,
        Level.CITY,
        Level.COUNTY,
    }


def test_titles_at_three_levels_and_with_every_star():
    held = Title.objects.in_force()

    assert set(held.values_list("level", flat=True)) == {Level.NATIONAL, Level.PROVINCIAL, Level.CITY}
    assert set(held.values_list("star", flat=True)) == {1, 2, 3}
    others = Certificate.objects.exclude(state="issued")
    assert set(others.values_list("state", flat=True)) <= {"replaced", "revoked"}


def test_a_pool_stands_ready_and_one_of_two_draws_was_held():
    assert Reviewer.objects.available().count() == 6
    assert sorted(Draw.objects.values_list("state", flat=True)) == ["announced", "drawn"]


def test_units_of_one_town_assess_each_other_and_one_has_nobody():
    round_ = Round.objects.get(state="open")
    assert round_.assignments.filter(on_behalf_of__isnull=False).count() == 5
    assert len(round_.unpaired) == 1


@pytest.mark.parametrize("username", ACCOUNTS)
def test_accounts_sign_in_with_the_printed_password(username):
    assert User.objects.get(username=username).check_password(PASSWORD)


def test_the_captain_sees_the_example_of_the_rules():
    captain = User.objects.get(username="captain")
    candidacy = Candidacy.objects.visible_to(captain).get()
    sentences = [str(finding) for finding in candidacy.rule_findings("filing")]

    assert "18 人中 9 人 ≤35 岁 = 50.0%，达标（≥50%，重庆某区通知 一(二)2）" in sentences


def test_the_story_is_told_through_the_ledger():
    certified = Candidacy.objects.filter(state=CandidacyState.CERTIFIED).first()
    days = [entry.at.date() for entry in certified.history]

    assert list(ledger.broken_entries()) == []
    assert list(ledger.broken_seals()) == []
    assert list(ledger.changed_rows()) == []
    assert ledger.days_without_seal() is None
    assert days == sorted(days)
    assert days[-1] < clock.today()


def test_a_second_run_changes_nothing():
    before = (User.objects.count(), Candidacy.objects.count())
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert "未作改动" in out.getvalue()
    assert (User.objects.count(), Candidacy.objects.count()) == before


def test_notices_to_mend_wait_on_both_sides():
    captain2, officer = (User.objects.get(username=name) for name in ("captain2", "officer"))
    back = Rectification.objects.visible_to(captain2).get()
    states = [notice.state for notice in Rectification.objects.visible_to(officer)]

    assert (back.state, bool(back.answer), bool(back.finding), back.evidence.count()) == (
        "issued",
        True,
        True,
        1,
    )
    assert sorted(states) == ["answered", "issued", "issued"]
    assert [entry.move for entry in back.history] == ["create", "hand_in", "send_back"]


def test_works_refer_to_the_entries_in_which_they_began():
    linked = Innovation.objects.filter(activity__isnull=False)
    pairs = set(linked.values_list("name", "activity__theme"))

    assert pairs == {
        ("午间轮值改为两班", "到邻近窗口学习预约分流"),
        ("高频事项语音库", "高频事项“快准稳”练兵"),
    }
    assert not linked.filter(submitted_on__lt=F("activity__day")).exists()


def test_an_inspection_counts_for_what_its_captain_ticked():
    inspections = Activity.objects.filter(activity_type__code="inspection")
    ticked = inspections.values_list("duties__code", flat=True)

    assert set(ticked) == {"d17-norms"}


def test_the_years_rechecks_are_on_show_in_every_state_that_leads_somewhere():
    states = set(Recheck.objects.values_list("state", flat=True))
    captain13 = User.objects.get(username="captain13")
    due = Recheck.objects.get(state="due", title__unit__in=Unit.objects.kept_by(captain13))
    failed = Recheck.objects.get(state="failed")

    assert set(RecheckState) - states == {RecheckState.EXEMPT}
    assert [found.rule for found in due.findings.filter(ok=False)] == ["youth_homes"]
    assert lacking(Recheck.objects.filter(state="reviewed")).count() == 1
    assert failed.title.adjustments.filter(basis="recheck", state="proposed").count() == 1
    assert RecheckDraw.objects.get().state == "drawn"
