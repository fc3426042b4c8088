"""The transition panel: what it shows, what it refuses, and that nothing else moves a state."""

import pytest
from django.urls import reverse

from core.models import LedgerEntry
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Cycle, Notice, Standard
from tests import factories as make
from units.models import Affiliation

pytestmark = pytest.mark.django_db


def change_url(record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def move_url(record, name: str) -> str:
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{label}_move", args=[record.pk, name])


def state_of(candidacy) -> str:
    return Candidacy.objects.values_list("state", flat=True).get(pk=candidacy.pk)


def test_panel_shows_ways_on_reasons_and_the_steps_of_others(journey, as_user):
    candidacy = journey.candidacy("recommended")
    page = as_user(journey.officer).get(change_url(candidacy)).content.decode()
    assert f'href="{move_url(candidacy, "file")}"' in page
    assert f'href="{move_url(candidacy, "decline")}"' in page
    assert move_url(candidacy, "withdraw") not in page
    assert "其他经办人的步骤" in page
    assert "由号长办理" in page
    assert "系统自动办理" in page


def test_blocked_move_is_a_disabled_button_described_by_its_reasons(journey, as_user):
    candidacy = journey.candidacy("recommended")
    journey.standard.delete()
    page = as_user(journey.officer).get(change_url(candidacy)).content.decode()
    assert move_url(candidacy, "file") not in page
    assert '<button type="button" class="panel-button" disabled aria-describedby="why-file">' in page
    assert 'id="why-file"' in page
    assert "工作指引 二.3（对标创建）" in page


def test_stepper_names_six_stages(journey, as_user):
    page = as_user(journey.officer).get(change_url(journey.candidacy("met"))).content.decode()
    assert page.count('class="stage-label"') == 6


def test_get_explains_and_changes_nothing(journey, as_user):
    candidacy = journey.candidacy("recommended")
    response = as_user(journey.officer).get(move_url(candidacy, "decline"))
    page = response.content.decode()
    assert "不能恢复" in page
    assert 'name="note"' in page
    assert state_of(candidacy) == CandidacyState.RECOMMENDED


def test_post_moves_and_notes_it(journey, as_user):
    candidacy = journey.candidacy("recommended")
    response = as_user(journey.officer).post(move_url(candidacy, "file"), {"note": "材料齐全"}, follow=True)
    assert response.redirect_chain == [(change_url(candidacy), 302)]
    assert state_of(candidacy) == CandidacyState.FILED
    entry = LedgerEntry.objects.of(candidacy).last()
    assert (entry.move, entry.actor, entry.note) == ("file", journey.officer, "材料齐全")
    page = response.content.decode()
    assert "已办理“备案”" in page
    assert "材料齐全" in page


def test_missing_input_is_told_at_the_field(journey, as_user):
    candidacy = journey.candidacy("recommended")
    response = as_user(journey.officer).post(move_url(candidacy, "return_for_changes"), {"note": "  "})
    assert "请填写理由。" in response.content.decode()
    assert state_of(candidacy) == CandidacyState.RECOMMENDED


def test_refusal_shows_the_finding_and_keeps_what_was_typed(journey, as_user):
    """Four eyes: who recommended does not file, whatever office they hold by now."""
    candidacy = journey.candidacy("recommended")
    Candidacy.objects.filter(pk=candidacy.pk).update(recommended_by=journey.officer)
    response = as_user(journey.officer).post(move_url(candidacy, "file"), {"note": "写好的说明"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "备案人不得是推荐人" in page
    assert "写好的说明" in page
    assert state_of(candidacy) == CandidacyState.RECOMMENDED


def test_superuser_passes_permissions_but_no_conflict_of_interest(journey, people, as_user):
    candidacy = journey.candidacy("recommended")
    Affiliation.objects.create(user=people["admin"], employer=journey.unit.employer)
    response = as_user(people["admin"]).post(move_url(candidacy, "file"), {})
    assert response.status_code == 409
    assert "您与该集体属同一工作单位" in response.content.decode()


def test_unknown_move_does_not_exist(journey, as_user):
    candidacy = journey.candidacy("recommended")
    assert as_user(journey.officer).post(move_url(candidacy, "fly")).status_code == 404


def test_move_of_another_state_says_so(journey, as_user):
    candidacy = journey.candidacy("recommended")
    response = as_user(journey.officer).post(move_url(candidacy, "nominate"))
    assert response.status_code == 409
    assert "当前状态为“已推荐”" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("county", 403), ("auditor", 403), ("elsewhere", 404)])
def test_who_may_not_move(role, status, journey, people, as_user):
    candidacy = journey.candidacy("recommended")
    assert as_user(people[role]).post(move_url(candidacy, "file")).status_code == status
    assert state_of(candidacy) == CandidacyState.RECOMMENDED


@pytest.mark.parametrize("name", ["contest", "lapse", "meet"])
def test_moves_of_the_portal_are_nobodys_by_rank(name, journey, people, as_user):
    candidacy = journey.candidacy({"contest": "publicised", "lapse": "met", "meet": "assessing"}[name])
    before = state_of(candidacy)
    assert as_user(people["admin"]).post(move_url(candidacy, name)).status_code == 403
    assert state_of(candidacy) == before


CYCLE = {
    "name": "新周期", "authority_basis": "文件", "filing_opens_on": "2027-01-01", "filing_closes_on": "2027-03-01",
    "creating_on": "2027-03-02", "assessing_on": "2028-05-01", "certifying_on": "2028-09-01",
    "closes_on": "2028-12-31", "publicity_workdays": 5, "rounds_required": 2, "notice_days_up": 30,
    "objection_accept_workdays": 5, "objection_days": 30, "objector_days": 180, "credit_query": "none",
    "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0,
}  # fmt: skip


def test_posted_state_is_ignored_and_the_edit_is_on_record(journey, as_user):
    response = as_user(journey.officer).post(change_url(journey.cycle), {**CYCLE, "state": "closed"})
    assert response.status_code == 302
    cycle = Cycle.objects.get(pk=journey.cycle.pk)
    assert (cycle.name, cycle.state) == ("新周期", "filing")
    entry = LedgerEntry.objects.of(cycle).last()
    assert (entry.label, entry.actor, entry.target) == ("修改", journey.officer, "filing")
    assert "周期名称" in entry.note


def test_new_record_starts_its_ledger(journey, as_user):
    data = {**CYCLE, "committee": journey.city.pk, "level": "city", "state": "certifying"}
    assert as_user(journey.officer).post(reverse("admin:creation_cycle_cycle_add"), data).status_code == 302
    cycle = Cycle.objects.get(name="新周期")
    assert cycle.state == "planned"
    assert [entry.move for entry in LedgerEntry.objects.of(cycle)] == ["create"]


def test_officer_makes_cycles_for_the_own_committee_only(journey, as_user):
    data = {**CYCLE, "committee": journey.province.pk, "level": "city"}
    response = as_user(journey.officer).post(reverse("admin:creation_cycle_cycle_add"), data)
    assert response.status_code == 200
    assert not Cycle.objects.filter(name="新周期").exists()


def test_notice_from_draft_to_public(journey, as_user):
    """The draft lists what is nominated; unticking takes a unit off; opening publicises the rest."""
    first = journey.candidacy("nominated")
    unit = make.make_unit(journey.county)
    second = journey.candidacy("nominated", unit=unit, captain=make.make_captain(unit))
    client = as_user(journey.officer)
    client.post(
        reverse("admin:creation_cycle_notice_add"), {"cycle": journey.cycle.pk, "title": "第一批", "body": ""}
    )
    notice = Notice.objects.get()
    assert {entry.candidacy_id for entry in notice.entries.all()} == {first.pk, second.pk}
    client.post(change_url(notice), {"title": "第一批", "body": "", "candidacies": [first.pk]})
    assert [entry.candidacy_id for entry in notice.entries.all()] == [first.pk]
    client.post(move_url(notice, "open"))
    assert (state_of(first), state_of(second)) == (CandidacyState.PUBLICISED, CandidacyState.NOMINATED)
    client.post(change_url(notice), {"title": "改名", "taken_down_on": ""})
    notice = Notice.objects.get()
    assert (notice.title, notice.entries.count()) == ("第一批", 1)


def test_published_standard_is_changed_by_a_copy(journey, as_user):
    client = as_user(journey.officer)
    assert client.post(change_url(journey.standard), {"name": "改名"}).status_code == 403
    response = client.post(reverse("admin:creation_cycle_standard_copy", args=[journey.standard.pk]))
    draft = Standard.objects.get(version=2)
    assert response.url == change_url(draft)
    assert draft.items.count() == journey.standard.items.count()
    assert client.get(reverse("admin:creation_cycle_standard_copy", args=[draft.pk])).status_code == 405


def test_a_second_click_on_the_same_move_says_nothing_wrong(journey, as_user):
    candidacy = journey.candidacy("submitted")
    address = f"/admin/creation_cycle/candidacy/{candidacy.pk}/move/recommend/"
    client = as_user(journey.recommender)

    first, second = client.post(address), client.post(address)

    assert (first.status_code, second.status_code) == (302, 302)
    assert candidacy.history.filter(move="recommend").count() == 1
    assert as_user(journey.officer).post(address).status_code in (403, 409)
