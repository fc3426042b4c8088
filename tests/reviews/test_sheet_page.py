"""The sheet in a reviewer's hand: draft, autosave, lock, recusal; nobody else's eyes on it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.lifecycle import perform
from reviews.models import Assignment
from reviews.services import rounds, sheets
from tests import factories as make

HTMX = {"hx_request": "true"}


def address(assignment, name="sheet"):
    return reverse(f"reviews:{name}", args=[assignment.pk])


def items_of(assignment):
    return list(assignment.sheet.standard.items.all())


def posted(assignment, points="10", **more):
    return {**{f"points-{item.pk}": points for item in items_of(assignment)}, "comment": "总体良好", **more}


def text_of(answer):
    return answer.content.decode()


def saved_points(assignment):
    return {score.item_id: score.points for score in assignment.sheet.scores.all()}


def test_the_page_shows_the_dossier_and_an_input_for_every_item(client, reviewer, assignment):
    text = text_of(client.get(address(assignment)))
    assert "<dd>12 人（" in text
    assert "pledge的内容" in text
    assert text.count('type="number"') == 7
    assert "满分 20 分" in text
    assert "集体自评：15 分" in text
    assert "未评 7 项" in text


def test_the_page_names_no_member_of_the_unit(client, reviewer, assignment):
    names = set(assignment.candidacy.unit.members.values_list("name", flat=True))
    assert names
    text = text_of(client.get(address(assignment)))
    assert not [name for name in names if name in text]
    assert "出生" not in text


def test_a_draft_is_saved_by_the_button(client, reviewer, assignment):
    answer = client.post(address(assignment), posted(assignment), follow=True)
    text = text_of(answer)
    assert answer.redirect_chain == [(address(assignment), 302)]
    assert set(saved_points(assignment).values()) == {10}
    assert "评分草稿已保存" in text
    assert "<strong>70</strong>/100 分" in text
    assert "各项已评" in text
    assert "总体良好" in text


def test_autosave_answers_with_the_time_and_the_new_total_alone(client, reviewer, assignment):
    first = items_of(assignment)[0]
    answer = client.post(address(assignment), {f"points-{first.pk}": "12.5"}, headers=HTMX)
    text = text_of(answer)
    assert "已保存 <time" in text
    assert 'hx-swap-oob="true"' in text
    assert "<strong>12.50</strong>/100 分" in text
    assert "未评 6 项" in text
    assert "<html" not in text


def test_an_autosave_tells_what_page_and_sheet_agree_on(client, reviewer, assignment):
    one, other = items_of(assignment)[:2]
    sheets.save_scores(assignment.sheet, points={one.pk: 5, other.pk: 5})
    page = client.get(address(assignment))
    assert f'<data id="held-{one.pk}" value="1" hidden>' in text_of(page)
    sheets.save_scores(assignment.sheet, points={one.pk: 8})
    base = page.context["form"]["base"].initial
    shown = {f"points-{one.pk}": "5", f"points-{other.pk}": "6", "comment": "", "base": base}
    text = text_of(client.post(address(assignment), shown, headers=HTMX))
    assert f'id="held-{one.pk}"' not in text, "the page still shows 5"
    assert f'<data id="held-{other.pk}" value="4" hx-swap-oob="true" hidden>' in text
    assert '<data id="held-comment" value="" hx-swap-oob="true" hidden>' in text


def test_a_cleared_score_counts_as_not_yet_scored(client, reviewer, assignment):
    client.post(address(assignment), posted(assignment))
    first = items_of(assignment)[0]
    client.post(address(assignment), posted(assignment, **{f"points-{first.pk}": ""}))
    assert first.pk not in saved_points(assignment)
    assert len(saved_points(assignment)) == 6


@pytest.mark.parametrize("typed", ["15.01", "-1", "12.345", "很好", "1e9", "NaN"])
def test_a_score_out_of_range_is_refused_at_its_field_and_stays_as_typed(client, reviewer, assignment, typed):
    first = items_of(assignment)[0]
    text = text_of(client.post(address(assignment), posted(assignment, **{f"points-{first.pk}": typed})))
    assert f'id="id_points-{first.pk}_error"' in text
    assert "请填写 0 到 15 之间的分数" in text
    assert f'value="{typed}"' in text
    assert f'href="#id_points-{first.pk}"' in text
    assert len(saved_points(assignment)) == 6, "the six good scores are kept all the same"


def test_the_limits_themselves_are_allowed(client, reviewer, assignment):
    first, second = items_of(assignment)[:2]
    client.post(address(assignment), {f"points-{first.pk}": "15", f"points-{second.pk}": "0"})
    assert saved_points(assignment) == {first.pk: 15, second.pk: 0}


def test_autosave_says_what_it_could_not_keep(client, reviewer, assignment):
    first = items_of(assignment)[0]
    form = posted(assignment, **{f"points-{first.pk}": "16"})
    text = text_of(client.post(address(assignment), form, headers=HTMX))
    assert f'href="#id_points-{first.pk}"' in text
    assert "基础建设</a>（请填写 0 到 15 之间的分数" in text
    assert "未评 1 项" in text


def test_a_refused_score_leaves_the_saved_one_alone(client, reviewer, assignment):
    client.post(address(assignment), posted(assignment))
    first = items_of(assignment)[0]
    client.post(address(assignment), posted(assignment, **{f"points-{first.pk}": "99"}))
    assert saved_points(assignment)[first.pk] == 10


def test_a_remark_without_points_is_not_silently_lost(client, reviewer, assignment):
    first = items_of(assignment)[0]
    text = text_of(client.post(address(assignment), {f"remark-{first.pk}": "台账不全"}))
    assert "请先填写得分" in text
    assert "台账不全</textarea>" in text


def test_a_remark_is_kept_with_its_score_and_escaped(client, reviewer, assignment):
    first = items_of(assignment)[0]
    client.post(address(assignment), {f"points-{first.pk}": "9", f"remark-{first.pk}": "<script>x</script>"})
    assert assignment.sheet.scores.get().remark == "<script>x</script>"
    assert "<script>x" not in text_of(client.get(address(assignment)))


def test_a_posted_state_and_foreign_items_are_ignored(client, reviewer, assignment):
    other = make.make_standard(make.make_committee("他市团委", "city")).items.first()
    client.post(address(assignment), posted(assignment, **{f"points-{other.pk}": "5", "state": "submitted"}))
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.state == "draft"
    assert other.pk not in saved_points(assignment)


def test_handing_in_saves_first_and_then_shows_all_points_once_more(client, reviewer, assignment):
    answer = client.post(address(assignment), posted(assignment, then="submit"), follow=True)
    text = text_of(answer)
    assert answer.redirect_chain == [(address(assignment, "submit"), 302)]
    assert text.count('<td data-label="得分" class="amount">10</td>') == 7
    assert "不能自行修改" in text
    assert "disabled" not in text
    answer = client.post(address(assignment, "submit"), follow=True)
    assignment.sheet.refresh_from_db()
    assert (assignment.sheet.state, assignment.sheet.total) == ("submitted", 70)
    assert "的评分表已提交" in text_of(answer)


def test_an_unfinished_sheet_says_what_is_missing_and_does_not_lock(client, reviewer, assignment):
    first = items_of(assignment)[0]
    client.post(address(assignment), {f"points-{first.pk}": "9"})
    text = text_of(client.get(address(assignment, "submit")))
    assert "已评 1 项，未评 6 项" in text
    assert "disabled" in text
    text = text_of(client.post(address(assignment, "submit"), follow=True))
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.state == "draft"
    assert "已评 1 项，未评 6 项" in text


def test_a_locked_sheet_is_read_only(client, reviewer, assignment):
    client.post(address(assignment), posted(assignment))
    perform(assignment.sheet, "submit", by=reviewer)
    text = text_of(client.get(address(assignment)))
    assert "您的评分：70 分" in text
    assert "<form" not in text.split("<main")[1]
    refused = text_of(client.post(address(assignment), posted(assignment, points="1"), follow=True))
    assert "评分表已提交，不能修改" in refused
    assert set(saved_points(assignment).values()) == {10}
    late = text_of(client.post(address(assignment), posted(assignment), headers=HTMX))
    assert "评分表已提交，不能修改" in late
    assert client.get(address(assignment, "submit")).url == address(assignment)


def test_blind_nothing_of_another_reviewers_sheet_shows(client, world, reviewer, assignment):
    other = make.make_user(name="另一位评审")
    theirs = rounds.assign(assignment.round, assignment.candidacy, other, by=world.officer)
    points = {item.pk: Decimal("7.77") for item in items_of(assignment)}
    sheets.save_scores(theirs.sheet, points=points, remarks={}, comment="别人的意见")
    perform(theirs.sheet, "submit", by=other)
    for page in (address(assignment), address(assignment, "submit"), reverse("reviews:list")):
        text = text_of(client.get(page))
        assert "7.77" not in text
        assert "54.39" not in text
        assert "别人的意见" not in text
        assert "另一位评审" not in text


@pytest.mark.parametrize("name", ["sheet", "submit", "step_back"])
@pytest.mark.parametrize("who", ["captain", "officer", "approver", "auditor", "stranger", "superuser"])
def test_everybody_else_gets_404(client, world, assignment, who, name):
    people = {"stranger": make.make_user(), "superuser": make.make_user(is_superuser=True)}
    client.force_login(people.get(who) or getattr(world, who))
    assert client.get(address(assignment, name)).status_code == 404
    assert client.post(address(assignment, name), posted(assignment, note="理由")).status_code == 404
    assert saved_points(assignment) == {}


@pytest.mark.parametrize("name", ["sheet", "submit", "step_back"])
def test_a_visitor_is_sent_to_the_login(client, assignment, name):
    assert client.get(address(assignment, name)).url == f"/accounts/login/?next={address(assignment, name)}"


def test_recusing_needs_a_reason(client, reviewer, assignment):
    text = text_of(client.post(address(assignment, "step_back"), {"way": "recuse", "note": "  "}))
    assert "有 1 处需要修改" in text
    assignment.refresh_from_db()
    assert assignment.state == "assigned"


def test_recusing_closes_the_dossier(client, reviewer, assignment):
    given = {"way": "recuse", "note": "我的配偶在该集体"}
    answer = client.post(address(assignment, "step_back"), given, follow=True)
    found = Assignment.objects.get()
    assert (found.state, found.reason) == ("recused", "我的配偶在该集体")
    assert "已回避" in text_of(answer)
    assert client.get(address(assignment)).status_code == 404


def test_who_has_locked_cannot_step_back(client, reviewer, assignment):
    client.post(address(assignment), posted(assignment))
    perform(assignment.sheet, "submit", by=reviewer)
    text = text_of(
        client.post(address(assignment, "step_back"), {"way": "recuse", "note": "理由"}, follow=True)
    )
    assert "评分表已提交，不能再回避、交回或撤回" in text
    assert Assignment.objects.get().state == "assigned"


def test_a_conflict_that_arises_later_is_named_and_blocks_the_lock(client, reviewer, assignment):
    from units.models import Affiliation

    client.post(address(assignment), posted(assignment))
    Affiliation.objects.create(user=reviewer, employer=assignment.candidacy.unit.employer)
    assert "您须回避：您与该集体属同一工作单位" in text_of(client.get(address(assignment)))
    text = text_of(client.post(address(assignment, "submit"), follow=True))
    assert "须回避：您与该集体属同一工作单位" in text
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.state == "draft"


def test_a_unit_that_is_not_yet_under_assessment_can_be_read_but_not_judged(client, world):
    candidacy = world.candidacy("applied")
    assignment = rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    client.force_login(world.reviewer)
    assert "该集体尚未进入考核" in text_of(client.get(address(assignment)))
    client.post(address(assignment), posted(assignment))
    text = text_of(client.post(address(assignment, "submit"), follow=True))
    assert "该集体不在本轮考核中，不能提交评分" in text
