"""异议 as a case: taken in to the last second, looked into without a tie, answered, and its objector forgotten."""

from contextlib import closing
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Message
from core import clock, tracking_codes
from core.lifecycle import TransitionBlocked, blockers, perform
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Candidacy, Notice, Objection
from creation_cycle.queries.waiting import open_objections
from creation_cycle.services import objections
from creation_cycle.services.objections import forget_objectors, object_to
from creation_cycle.tasks import follow_the_calendar
from tests import factories as make
from tests.creation_cycle.objections import conclude, findings
from tests.honor_roll.world import make_candidacy, make_notice
from tests.workspace.media_files import photo, upload
from tests.workspace.paper_files import pdf
from units.enums import UnitRole
from units.models import Affiliation, Member, Post
from workspace.media.images import clean_image
from workspace.media.papers import clean_paper

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 11)


class World:
    """Two units on one notice that runs until Monday the 18th."""

    def __init__(self):
        _, self.city, self.county = make.make_line()
        self.cycle = make.make_cycle(self.city)
        self.officer = make.make_officer(self.city)
        self.candidacy, self.other = [
            make_candidacy(make.make_unit(self.county), self.cycle) for _ in range(2)
        ]
        self.notice = make_notice(self.cycle, [self.candidacy, self.other])

    def object(self, candidacy=None, **said) -> Objection:
        return object_to(self.notice, candidacy or self.candidacy, **{"content": "窗口无人值守", **said})

    def state(self, candidacy=None) -> str:
        return Candidacy.objects.get(pk=(candidacy or self.candidacy).pk).state


@pytest.fixture
def world():
    with time_machine.travel("2026-05-11T10:00:00+08:00", tick=False):
        yield World()


# Taking in


def test_one_unit_waits_and_the_others_go_on(world):
    world.object()
    assert (world.state(), world.state(world.other)) == (CandidacyState.CONTESTED, CandidacyState.PUBLICISED)
    assert Notice.objects.get().state == NoticeState.OPEN
    [said] = blockers(Candidacy.objects.get(pk=world.candidacy.pk), "certify", world.officer)
    assert said.text == "当前状态为“异议核查中”，不能认定"
    with time_machine.travel("2026-05-19T09:00:00+08:00", tick=False):
        follow_the_calendar()
        waits = [
            str(found) for found in blockers(world.other, "certify", world.officer) if "异议" in str(found)
        ]
    assert waits == []
    assert Notice.objects.get().state == NoticeState.CLOSED


def test_the_last_second_counts_and_midnight_does_not(world):
    """Whether or not the scheduler has run."""
    with time_machine.travel("2026-05-18T23:59:59.999999+08:00", tick=False):
        late = [world.object(content=text) for text in ("一", "二")]
    assert len({objection.tracking_code for objection in late}) == 2
    with time_machine.travel("2026-05-19T00:00:00+08:00", tick=False):
        assert Notice.objects.get().state == NoticeState.OPEN
        with pytest.raises(TransitionBlocked, match="已经结束"):
            world.object()
    assert Objection.objects.count() == 2


def test_its_deadlines_follow_from_the_cycle(world):
    objection = world.object()
    assert (objection.accept_by, objection.conclude_by) == (date(2026, 5, 18), date(2026, 6, 10))
    world.cycle.objection_accept_workdays, world.cycle.objection_days = 2, 60
    world.cycle.save()
    objection = world.object()
    assert (objection.accept_by, objection.conclude_by) == (date(2026, 5, 13), date(2026, 7, 10))
    assert objection.due_on == objection.accept_by
    objection = perform(objection, "accept", by=world.officer)
    assert objection.due_on == objection.conclude_by
    objection = perform(objection, "dismiss", by=world.officer, **findings("dismiss"))
    assert objection.due_on is None


def test_a_code_that_is_taken_is_not_given_again(world, monkeypatch):
    letters = iter("A" * 10 + "A" * 10 + "B" * 10)
    monkeypatch.setattr(tracking_codes.secrets, "choice", lambda _: next(letters))
    assert [world.object().tracking_code for _ in range(2)] == ["A" * 10, "B" * 10]


def test_its_officers_are_told_without_the_content(world):
    auditor = make.make_officer(world.city, "auditor")
    world.object(content="窗口无人值守", name="上官某", contact="13800001111")
    [message] = Message.objects.all()
    assert message.recipient == world.officer != auditor
    assert "2026-05-18" in message.body
    for secret in ("窗口无人值守", "上官某", "13800001111"):
        assert secret not in message.title + message.body


def test_evidence_is_kept_once_under_names_of_our_own(world):
    with (
        closing(clean_image(photo("张三的照片.jpg"))) as picture,
        closing(clean_paper(upload(pdf()))) as paper,
    ):
        objection = world.object(evidence=[picture, picture, paper])
    files = list(objection.files.all())
    assert [(file.name, file.kind) for file in files] == [("附件1.jpg", "image"), ("附件2.pdf", "pdf")]
    assert [file.file.size for file in files] == [file.size for file in files]
    assert "张三" not in "".join(file.file.name for file in files)


def test_an_objection_that_fails_leaves_no_bytes_behind(world, monkeypatch, tmp_path):
    def fail(*args, **kwargs):
        raise RuntimeError("the ledger is gone")

    monkeypatch.setattr(objections.ledger, "append_creation", fail)
    with closing(clean_image(photo())) as picture, pytest.raises(RuntimeError):
        world.object(evidence=[picture])
    assert not Objection.objects.exists()
    assert [path for path in (tmp_path / "private").rglob("*") if path.is_file()] == []


def test_the_database_keeps_no_name_of_an_anonymous_objector(world):
    objection = world.object()
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(name="上官某")


# The case


@pytest.mark.parametrize("bind", ["employer", "branch", "member", "captain"])
def test_who_is_tied_to_the_unit_neither_hears_of_it_nor_sees_it(world, bind):
    unit, colleague = world.candidacy.unit, make.make_officer(world.city)
    unit.league_branch = "示例团支部"
    unit.save()
    match bind:
        case "employer":
            Affiliation.objects.create(user=colleague, employer=unit.employer)
        case "branch":
            Affiliation.objects.create(user=colleague, league_branch=unit.league_branch)
        case "member":
            Member.objects.create(unit=unit, user=colleague, name="示例成员", birth_date=date(2000, 1, 1))
        case "captain":
            Post.objects.create(unit=unit, user=colleague, role=UnitRole.CAPTAIN, starts_on=date(2025, 1, 1))
    objection, other = world.object(), world.object(world.other)
    assert set(Objection.objects.visible_to(world.officer)) == {objection, other}
    assert list(Objection.objects.visible_to(colleague)) == [other]
    assert open_objections(colleague) == {"received": 1}
    told = Message.objects.filter(title=f"收到{objection}").values_list("recipient", flat=True)
    assert list(told) == [world.officer.pk]


def test_when_every_officer_is_tied_the_administrators_hear_of_it(world):
    admin = make.make_user(is_superuser=True)
    Affiliation.objects.create(user=world.officer, employer=world.candidacy.unit.employer)
    world.object()
    assert Message.objects.get().recipient == admin


def test_nobody_who_is_tied_to_the_unit_handles_it(world):
    objection = world.object()
    Affiliation.objects.create(user=world.officer, employer=world.candidacy.unit.employer)
    for move, given in (("accept", {}), ("decline", {"note": "理由"})):
        with pytest.raises(TransitionBlocked, match="须回避"):
            perform(objection, move, by=world.officer, **given)


@pytest.mark.parametrize("role", ["approver", "auditor"])
def test_only_officers_of_the_organizer_handle_it(world, role):
    objection = world.object()
    for user in (make.make_officer(world.city, role), make.make_officer(world.county)):
        with pytest.raises(PermissionDenied):
            perform(objection, "accept", by=user)


def test_a_declined_one_says_why_and_lets_the_unit_go_on(world):
    objection = perform(world.object(), "decline", by=world.officer, note="没有写明具体事实")
    assert (objection.reply, objection.concluded_on) == ("没有写明具体事实", MONDAY)
    assert world.state() == CandidacyState.PUBLICISED
    assert world.candidacy.history.get(move="resume").note == "不予受理"


def test_a_declined_one_does_not_lift_another(world):
    first = world.object()
    world.object()
    perform(first, "decline", by=world.officer, note="重复")
    assert world.state() == CandidacyState.CONTESTED


def test_nothing_is_found_before_it_is_accepted(world):
    with pytest.raises(TransitionBlocked, match="待受理"):
        perform(world.object(), "dismiss", by=world.officer, **findings("dismiss"))


@pytest.mark.parametrize(
    ("move", "given", "sentence"),
    [
        ("uphold", {"outcome": "untrue"}, "请从列出的选项中选择核查结论"),
        ("dismiss", {"outcome": "true"}, "请从列出的选项中选择核查结论"),
        ("dismiss", {"outcome": ""}, "请填写核查结论"),
        ("dismiss", {"checked_by": "核查甲"}, "两人以上"),
        ("dismiss", {"checked_by": "核查甲、核查甲"}, "两人以上"),
        ("dismiss", {"checked_by": " "}, "请填写核查人员"),
        ("uphold", {"note": " "}, "请填写理由"),
        ("uphold", {"reply": ""}, "请填写答复"),
    ],
)
def test_a_conclusion_needs_facts_two_people_a_reason_and_a_reply(world, move, given, sentence):
    objection = perform(world.object(), "accept", by=world.officer)
    with pytest.raises(TransitionBlocked, match=sentence):
        perform(objection, move, by=world.officer, **findings(move, **given))
    assert Objection.objects.get().state == "accepted"


@pytest.mark.parametrize(("outcome", "move"), [("true", "uphold"), ("partly", "uphold")])
def test_an_upheld_one_leaves_its_unit_to_the_organizer(world, outcome, move):
    objection = conclude(world.object(), move, by=world.officer, outcome=outcome)
    assert (objection.handler, objection.get_outcome_display()) == (
        world.officer,
        {"true": "属实", "partly": "部分属实"}[outcome],
    )
    assert world.state() == CandidacyState.CONTESTED
    rejected = perform(world.candidacy, "reject", by=world.officer, note="异议成立")
    assert rejected.state == CandidacyState.REJECTED
    assert world.state(world.other) == CandidacyState.PUBLICISED


@pytest.mark.parametrize("outcome", ["untrue", "partly", "unproven"])
def test_a_dismissed_one_resumes_the_notice(world, outcome):
    conclude(world.object(), "dismiss", by=world.officer, outcome=outcome)
    assert world.state() == CandidacyState.PUBLICISED


def test_the_whole_case_stands_in_the_ledger(world):
    objection = conclude(world.object(), "dismiss", by=world.officer)
    assert list(objection.history.values_list("move", flat=True)) == ["create", "accept", "dismiss"]


# Forgetting


def test_the_objector_is_forgotten_when_the_time_is_over_and_the_case_stays(world):
    world.cycle.objector_days = 30
    world.cycle.save()
    named = {"name": "上官某", "contact": "13800001111"}
    closed = conclude(world.object(**named), "dismiss", by=world.officer)
    still_open = world.object(**named)
    assert forget_objectors(MONDAY + timedelta(days=30)) == 0
    assert forget_objectors(MONDAY + timedelta(days=31)) == 1
    assert forget_objectors(MONDAY + timedelta(days=31)) == 0
    closed = Objection.objects.get(pk=closed.pk)
    assert (closed.name, closed.contact, closed.is_anonymous) == ("", "", False)
    assert (closed.content, closed.reply) == ("窗口无人值守", "已经核查，结果如下。")
    assert closed.history.last().label == "删除异议人信息"
    assert Objection.objects.get(pk=still_open.pk).name == "上官某"


def test_evidence_goes_with_the_name_and_that_there_was_some_stays(
    world, tmp_path, django_capture_on_commit_callbacks
):
    """Of anonymous objections too: what a photo shows may tell who stood there."""
    with closing(clean_image(photo())) as picture, closing(clean_paper(upload(pdf()))) as paper:
        closed = conclude(world.object(evidence=[picture, paper]), "dismiss", by=world.officer)
        still_open = world.object(world.other, evidence=[paper])
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_objectors(MONDAY + timedelta(days=181)) == 1
    assert forget_objectors(MONDAY + timedelta(days=181)) == 0
    assert [file.name for file in closed.files.all()] == ["附件1", "附件2"]
    assert closed.history.last().note == "证据 2 个文件"
    [left] = [path for path in (tmp_path / "private").rglob("*") if path.is_file()]
    assert left.name == still_open.files.get().file.name.rpartition("/")[2]


def test_the_scheduler_forgets(world):
    conclude(world.object(name="上官某"), "dismiss", by=world.officer)
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        follow_the_calendar()
    assert not Objection.objects.with_person().exists()
