"""Who may do what with a candidacy: one table, held against predicates, kernel and querysets."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from core.lifecycle import declared_moves, perform, steps
from creation_cycle.models import Candidacy
from creation_cycle.services.objections import object_to
from reviews.services import rounds
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.journey import WAY, Journey
from units.enums import Level, OfficeRole, RegionLevel, UnitRole

pytestmark = pytest.mark.django_db

ROLES = (
    "captain", "deputy", "filler", "other_captain", "county", "officer", "approver", "elsewhere", "reviewer",
    "auditor", "superuser", "anonymous",
)  # fmt: skip
YES, NO = True, False
MATRIX = {
    # move, from              capt deputy filler other county office approv elsew review audit super anon
    ("submit", "draft"):              (YES, YES, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO),
    ("submit", "returned"):           (YES, YES, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO),
    ("recommend", "submitted"):       (NO, NO, NO, NO, YES, NO, NO, NO, NO, NO, YES, NO),
    ("return_for_changes", "submitted"):   (NO, NO, NO, NO, YES, NO, NO, NO, NO, NO, YES, NO),
    ("return_for_changes", "recommended"): (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("decline", "submitted"):         (NO, NO, NO, NO, YES, NO, NO, NO, NO, NO, YES, NO),
    ("decline", "recommended"):       (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("file", "recommended"):          (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("begin", "filed"):               (YES, YES, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO),
    ("apply", "creating"):            (YES, YES, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO),
    ("assess", "applied"):            (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("meet", "assessing"):            (NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO),
    ("fall_short", "assessing"):      (NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO),
    ("nominate", "met"):              (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("publicise", "nominated"):       (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("contest", "publicised"):        (NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO),
    ("resume", "contested"):          (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("certify", "publicised"):        (NO, NO, NO, NO, NO, NO, YES, NO, NO, NO, YES, NO),
    ("reject", "met"):                (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("reject", "nominated"):          (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("reject", "publicised"):         (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
    ("reject", "contested"):          (NO, NO, NO, NO, NO, YES, NO, NO, NO, NO, YES, NO),
}  # fmt: skip
WITHDRAW = (YES, YES, NO, NO, NO, NO, NO, NO, NO, NO, YES, NO)
LAPSE = (NO,) * 12
BEFORE_NOMINATION = (
    "draft", "returned", "submitted", "recommended", "filed", "creating", "applied", "assessing", "met",
)  # fmt: skip
LIVE = (*BEFORE_NOMINATION, "nominated", "publicised", "contested")
MATRIX |= {("withdraw", state): WITHDRAW for state in BEFORE_NOMINATION}
MATRIX |= {("lapse", state): LAPSE for state in LIVE}

SEES = {
    # candidacy               capt deputy filler other county office approv elsew review audit super anon
    "own draft":                      (YES, YES, YES, NO, NO, NO, NO, NO, NO, NO, YES, NO),
    "own submitted":                  (YES, YES, YES, NO, YES, YES, YES, NO, NO, YES, YES, NO),
    "own assessed":                   (YES, YES, YES, NO, YES, YES, YES, NO, NO, YES, YES, NO),
    "another unit's":                 (NO, NO, NO, YES, YES, YES, YES, NO, NO, YES, YES, NO),
    "another city's":                 (NO, NO, NO, NO, NO, NO, NO, YES, NO, NO, YES, NO),
}  # fmt: skip


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def neighbour(world):
    """Another city of the same province, with its own cycle, rules, standard and unit."""
    region = make.make_region("440600", "佛山市", RegionLevel.CITY, world.province.region)
    city = make.make_committee("邻市团委", Level.CITY, parent=world.province, region=region)
    make.make_rule_set(city)
    make.make_cycle(city)
    return city


@pytest.fixture
def people(world, neighbour) -> dict:
    other_unit = make.make_unit(world.county)
    return {
        "captain": world.captain,
        "deputy": world.helper(UnitRole.DEPUTY),
        "filler": world.helper(UnitRole.FILLER),
        "other_captain": make.make_captain(other_unit),
        "county": world.recommender,
        "officer": world.officer,
        "approver": world.approver,
        "elsewhere": make.make_officer(neighbour),
        "reviewer": world.reviewer,
        "auditor": world.auditor,
        "superuser": make.make_user(is_superuser=True),
        "anonymous": AnonymousUser(),
    }


def table(found: dict) -> dict:
    """The found roles as rows of the matrix."""
    return {key: tuple(role in roles for role in ROLES) for key, roles in found.items()}


def permitted(candidacy, people) -> dict[tuple[str, str], set[str]]:
    found = {}
    for role in ROLES:
        for step in steps(candidacy, people[role]):
            found.setdefault((step.name, candidacy.state), set())
            if step.permitted:
                found[step.name, candidacy.state].add(role)
    return found


def test_every_move_by_every_role_at_every_state_of_the_way(world, people):
    candidacy = world.candidacy("submitted")
    candidacy = perform(candidacy, "return_for_changes", by=world.recommender, note="请补充")
    found = permitted(candidacy, people)
    candidacy = perform(candidacy, "withdraw", by=world.captain)
    candidacy = world.candidacy("draft")
    for state in WAY:
        candidacy = world.take(candidacy, state)
        found |= permitted(candidacy, people)
        if state == "publicised":
            notice = candidacy.notice_entries.get().notice
            objection = object_to(notice, candidacy, content="不符合条件")
            found |= permitted(Candidacy.objects.get(pk=candidacy.pk), people)
            conclude(objection, "dismiss", by=world.officer)
            candidacy = Candidacy.objects.get(pk=candidacy.pk)
    assert table(found) == MATRIX


def test_no_move_is_without_a_row():
    not_walked = {("withdraw", "not_met"), ("lapse", "not_met"), ("apply", "not_met")}
    declared = {(edge.name, edge.source) for edge in declared_moves(Candidacy)}
    assert declared - not_walked == set(MATRIX)


@pytest.fixture
def candidacies(world, neighbour, people) -> dict[str, Candidacy]:
    own = world.candidacy("draft")
    other_unit = people["other_captain"].posts.get().unit
    far_unit = make.make_unit(make.make_committee("邻县团委", Level.COUNTY, parent=neighbour))
    far = Candidacy(unit=far_unit, cycle=neighbour.cycles.get(), state="submitted")
    far.save()
    return {
        "own": own,
        "another unit's": world.candidacy("submitted", unit=other_unit, captain=people["other_captain"]),
        "another city's": far,
    }


def test_a_row_is_seen_by_the_same_people_in_the_list_and_on_its_page(world, people, candidacies):
    found = {}
    for stage, name in (
        ("draft", "own draft"),
        ("submitted", "own submitted"),
        ("assessing", "own assessed"),
    ):
        candidacies["own"] = world.take(candidacies["own"], stage)
        rows = {name: candidacies["own"], **candidacies}
        for key in (name, "another unit's", "another city's"):
            found[key] = {role for role in ROLES if sees(people[role], rows[key])}
    assert table(found) == SEES


def sees(person, candidacy) -> bool:
    """The queryset's answer, held against the predicate's."""
    in_list = Candidacy.objects.visible_to(person).filter(pk=candidacy.pk).exists()
    assert person.has_perm("creation_cycle.view_candidacy", candidacy) == in_list
    return in_list


def test_only_keepers_of_the_unit_change_what_it_writes(people, candidacies):
    found = {
        role for role in ROLES if people[role].has_perm("creation_cycle.change_candidacy", candidacies["own"])
    }
    assert found == {"captain", "deputy", "filler", "superuser"}


@pytest.mark.parametrize("days", [1, 0])
def test_a_post_or_office_ends_with_its_last_day(world, people, candidacies, days):
    last = clock.today() - timedelta(days=days)
    world.captain.posts.update(ends_on=last)
    world.approver.offices.update(ends_on=last)
    own = world.take(candidacies["own"], "draft")
    assert world.captain.has_perm("creation_cycle.submit_candidacy", own) == (days == 0)
    assert world.approver.has_perm("creation_cycle.certify_candidacy", own) == (days == 0)


def test_an_inactive_person_may_nothing(people, candidacies):
    for role in ROLES[:-1]:
        person = people[role]
        person.is_active = False
        assert not Candidacy.objects.visible_to(person).exists(), role
        for step in steps(candidacies["own"], person):
            assert not step.permitted, (role, step.name)


def test_the_reviewer_of_a_unit_sees_its_dossier_only_on_the_review_page(world, people, candidacies):
    assessed = world.take(candidacies["own"], "assessing")
    assert rounds.Assignment.objects.visible_to(world.reviewer).get().candidacy == assessed
    assert not sees(world.reviewer, assessed)


@pytest.mark.parametrize("role", [OfficeRole.CREDIT, OfficeRole.VOLUNTEER, OfficeRole.AUDITOR])
def test_other_offices_make_no_move_at_all(world, people, candidacies, role):
    clerk = make.make_officer(world.city, role)
    candidacy = candidacies["own"]
    for state in ("submitted", "assessing", "publicised"):
        candidacy = world.take(candidacy, state)
        assert [step.name for step in steps(candidacy, clerk) if step.permitted] == []
