"""`perform`: the one way to move state, and what happens to those who try another."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from core import lifecycle
from core.lifecycle import ADVISORY, Finding, TransitionBlocked, UnknownMove, blockers, guard, perform, steps
from core.models import LedgerEntry
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.journey import Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Journey:
    return Journey()


def stored_state(record) -> str:
    return type(record).objects.values_list("state", flat=True).get(pk=record.pk)


@pytest.fixture
def refused():
    """Run a move, see it refused, and see that nothing at all was written."""

    def attempt(record, move, error, **given):
        before = stored_state(record), LedgerEntry.objects.count()
        with pytest.raises(error) as caught:
            perform(record, move, **given)
        assert (stored_state(record), LedgerEntry.objects.count()) == before
        return caught.value

    return attempt


# What a move does


def test_a_move_changes_the_row_and_tells_the_ledger(world):
    draft = world.candidacy("draft")
    submitted = perform(draft, "submit", by=world.captain, note="请审核")
    assert (submitted.state, stored_state(draft)) == ("submitted", "submitted")
    entry = submitted.history.last()
    assert (entry.move, entry.label, entry.source, entry.target, entry.actor, entry.note) == (
        "submit", "提交备案", "draft", "submitted", world.captain, "请审核",
    )  # fmt: skip


def test_the_row_in_the_database_decides_not_the_copy_in_memory(world, refused):
    stale = world.candidacy("draft")
    perform(stale, "withdraw", by=world.captain)
    assert stale.state == "draft"
    blocked = refused(stale, "submit", TransitionBlocked, by=world.captain)
    assert [str(finding) for finding in blocked.findings] == [
        "当前状态为“已撤回”，不能提交备案（须处于：草稿、已退回）"
    ]


def test_unsaved_values_of_the_copy_in_memory_are_not_smuggled_in(world):
    draft = world.candidacy("draft")
    draft.level = "national"
    assert perform(draft, "submit", by=world.captain).level == "city"


def test_a_deferred_record_is_moved_like_any_other(world):
    draft = Candidacy.objects.defer("state").get(pk=world.candidacy("draft").pk)
    assert perform(draft, "submit", by=world.captain).state == "submitted"


# Who may


def test_who_has_no_permission_is_refused(world, refused):
    draft = world.candidacy("draft")
    for person in (world.officer, world.auditor, make.make_user(), AnonymousUser()):
        refused(draft, "submit", PermissionDenied, by=person)


def test_who_has_left_is_refused(world, refused):
    draft = world.candidacy("draft")
    world.captain.is_active = False
    refused(draft, "submit", PermissionDenied, by=world.captain)


def test_a_move_without_a_permission_is_nobodys_not_even_a_superusers(world, refused, monkeypatch):
    draft = world.candidacy("draft")
    monkeypatch.delitem(rules.permissions.permissions, "creation_cycle.submit_candidacy")
    for person in (world.captain, make.make_user(is_superuser=True)):
        refused(draft, "submit", PermissionDenied, by=person)


def test_the_clock_makes_only_moves_that_are_the_portals_own(world, refused):
    draft = world.candidacy("draft")
    refused(draft, "submit", PermissionDenied, by=None)


def test_a_superuser_passes_permissions(world):
    draft = world.candidacy("draft")
    assert perform(draft, "submit", by=make.make_user(is_superuser=True)).state == "submitted"


def test_a_superuser_passes_no_guard(refused):
    draft = Journey(members=5, young=5).candidacy("draft")
    blocked = refused(draft, "submit", TransitionBlocked, by=make.make_user(is_superuser=True))
    assert [finding.rule for finding in blocked.findings] == ["min_members"]


@pytest.mark.parametrize("move", ["meet", "fall_short", "lapse"])
def test_a_superuser_does_not_stand_in_for_the_portal_itself(world, refused, move):
    assessed = world.candidacy("assessing")
    refused(assessed, move, PermissionDenied, by=make.make_user(is_superuser=True))


# What is asked for


def test_a_move_that_does_not_exist_is_unknown(world, refused):
    draft = world.candidacy("draft")
    for name in ("", "approve", "save", "delete", "__init__", "state", "refresh_from_db"):
        refused(draft, name, UnknownMove, by=world.captain)
        with pytest.raises(UnknownMove):
            blockers(draft, name, world.captain)


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_a_note_that_is_asked_for_must_be_given(world, refused, note):
    submitted = world.candidacy("submitted")
    blocked = refused(submitted, "return_for_changes", TransitionBlocked, by=world.recommender, note=note)
    assert [(finding.text, finding.rule) for finding in blocked.findings] == [("请填写理由", "note")]


@pytest.mark.parametrize("given", [{}, {"decision_number": None}, {"decision_number": " "}])
def test_an_input_that_is_asked_for_must_be_given(world, refused, given):
    publicised = world.candidacy("publicised")
    with world.after_notice(publicised):
        blocked = refused(publicised, "certify", TransitionBlocked, by=world.approver, **given)
    assert [finding.text for finding in blocked.findings] == ["请填写认定文号"]


def test_every_reason_is_told_at_once(world, refused):
    publicised = world.candidacy("publicised")
    blocked = refused(publicised, "certify", TransitionBlocked, by=world.approver)
    assert [finding.text[:5] for finding in blocked.findings] == ["请填写认定", "公示期至2"]
    assert "；" in str(blocked)


# What is missing fails closed


def test_a_need_that_nobody_answers_blocks(world, refused, monkeypatch):
    monkeypatch.setattr(lifecycle, "_contributed", {})
    created = world.candidacy("creating")
    blocked = refused(created, "apply", TransitionBlocked, by=world.captain)
    assert "系统缺少“open_round”的处理模块" in str(blocked)


def test_a_consequence_that_nobody_provides_blocks(world, refused, monkeypatch):
    recommended = world.candidacy("recommended")
    monkeypatch.delitem(lifecycle._consequences, "freeze_roster")
    blocked = refused(recommended, "file", TransitionBlocked, by=world.officer)
    assert "系统缺少“freeze_roster”的处理模块" in str(blocked)


@pytest.mark.parametrize("broken", ["consequence", "ledger"])
def test_when_anything_fails_later_nothing_has_happened(world, refused, monkeypatch, broken):
    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    recommended = world.candidacy("recommended")
    if broken == "consequence":
        monkeypatch.setitem(lifecycle._consequences, "freeze_roster", fail)
    else:
        monkeypatch.setattr(lifecycle.ledger, "append", fail)
    refused(recommended, "file", RuntimeError, by=world.officer)
    assert not Candidacy.objects.filed().exists()


# Before the click


def test_steps_tell_every_move_out_of_the_present_state(world):
    submitted = world.candidacy("submitted")
    seen = {step.name: (step.label, step.permitted, step.ok) for step in steps(submitted, world.recommender)}
    assert seen == {
        "recommend": ("推荐", True, True),
        "return_for_changes": ("退回修改", True, True),
        "decline": ("不予备案", True, True),
        "withdraw": ("撤回申报", False, False),
        "lapse": ("失效", False, False),
    }


def test_a_step_of_somebody_else_says_whose_it_is(world):
    submitted = world.candidacy("submitted")
    [recommend] = [step for step in steps(submitted, world.officer) if step.name == "recommend"]
    assert [finding.text for finding in recommend.reasons] == ["这一步由推荐团组织管理员办理"]
    assert recommend.target == "recommended"
    assert recommend.inputs == ()


def test_blockers_are_what_perform_will_say(world, refused):
    world.unit.members.filter(is_captain=True).update(birth_date="1970-01-01")
    draft = world.candidacy("draft")
    told = blockers(draft, "submit", world.captain)
    assert [finding.rule for finding in told] == ["captain_age"]
    assert refused(draft, "submit", TransitionBlocked, by=world.captain).findings == told
    assert [str(finding) for finding in blockers(draft, "certify", world.approver)] == [
        "当前状态为“草稿”，不能认定（须处于：公示中）"
    ]


# Findings and guards


def test_only_a_hard_no_stands_in_the_way():
    assert Finding(ok=True, text="达标")
    assert Finding(ok=False, text="提示", severity=ADVISORY)
    assert not Finding(ok=False, text="不达标")
    assert Finding(ok=False, text="不达标").blocks


def test_a_finding_reads_as_a_sentence_with_its_basis():
    finding = Finding(ok=False, text="18 人中 8 人", clause="通知 一(二)2", required="≥50%")
    assert str(finding) == "18 人中 8 人（≥50%，通知 一(二)2）"
    assert str(Finding(ok=True, text="符合")) == "符合"


@pytest.mark.parametrize("given", [{}, {"clause": "指引", "no_clause": "none"}])
def test_a_guard_cites_a_clause_or_says_why_it_has_none(given):
    with pytest.raises(TypeError, match="cites a clause"):
        guard(**given)


def test_a_guard_lends_its_clause_to_findings_without_one():
    @guard(clause="指引 二.3")
    def check(record):
        return [Finding(ok=True, text="甲"), Finding(ok=True, text="乙", clause="通知 一")]

    assert [finding.clause for finding in check(None)] == ["指引 二.3", "通知 一"]


def test_a_guard_may_ask_who_acts():
    @guard(no_clause="example")
    def check(record, by):
        return Finding(ok=by == "甲", text="只许甲")

    assert [finding.ok for finding in check(None, "甲") + check(None, "乙")] == [True, False]
