"""Who may open which page of the admin: one table, and nothing of the admin without a row in it."""

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import reverse

from core import clock
from core.models import AccessRecord
from creation_cycle.models import Certificate, LegacyImport, Objection
from creation_cycle.services import notices
from reviews.models import Rectification
from reviews.services import rectifications
from reviews.services.complaints import complain
from tests import factories as make
from tests.creation_cycle.adjustment_world import make_proposal
from tests.credit.world import credit_records
from tests.reviews.inspection_world import make_inspection
from tests.reviews.panels_world import make_draw, make_plan, make_reviewer
from tests.reviews.quiz_world import make_bank, make_quiz
from tests.reviews.selection_world import make_selection
from tests.reviews.vetoes import make_veto
from tests.volunteers.register_world import make_organisation, make_volunteer
from tests.workspace.duties_world import make_duty
from tests.workspace.records import make_cluster
from workspace.models import DocumentTemplate

pytestmark = pytest.mark.django_db

ROLES = ("captain", "no_office", "county", "officer", "approver", "auditor", "elsewhere", "admin")
IN, OUT, NO, NONE = 200, 302, 403, 404
"""Opened; sent to the way in, which refuses; refused; does not exist for this person."""

PAGES = {
    #                                       captain no_office county officer approver auditor elsewhere admin
    "index":                                (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_candidacy_changelist":  (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_candidacy_add":         (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       NO),
    "creation_cycle_candidacy_change":      (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_candidacy_chain":       (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_candidacy_move:file":   (OUT,    OUT,      NO,    IN,     NO,      NO,     NONE,     IN),
    "creation_cycle_candidacy_move:fly":    (OUT,    OUT,      NONE,  NONE,   NONE,    NONE,   NONE,     NONE),
    "creation_cycle_cycle_add":             (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_cycle_change":          (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_cycle_certificates":    (OUT,    OUT,      NO,    IN,     NO,      NO,     NO,       IN),
    "creation_cycle_notice_add":            (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_notice_change":         (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_objection_change":      (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_objection_person":      (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "creation_cycle_objection_move:accept": (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "creation_cycle_plaque_changelist":       (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_recheck_changelist":      (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_recheckdraw_changelist":  (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_recheckyear_changelist":  (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_legacyimport_changelist": (OUT,  OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_legacyimport_change":   (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_legacyimport_move:submit": (OUT, OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "creation_cycle_adjustment_changelist": (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_adjustment_recommended_list": (OUT, OUT, IN,  IN,     IN,      IN,     IN,       IN),
    "creation_cycle_adjustment_add":        (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_adjustment_change":     (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "creation_cycle_adjustment_move:notify": (OUT,   OUT,      NO,    IN,     NO,      NO,     NONE,     IN),
    "creation_cycle_ruleset_change":        (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_ruleset_adopt":         (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_standard_add":          (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_standard_change":       (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_standard_adopt":        (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       NO),
    "creation_cycle_standard_xlsx":         (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_standard_xlsx_list":    (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_standard_import":       (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_title_changelist":      (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_title_import":          (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "creation_cycle_recognition_changelist": (OUT,   OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "creation_cycle_certificate_changelist": (OUT,   OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_round_add":                    (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_round_change":                 (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_assignment_changelist":        (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_assignment_add":               (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_scoresheet_changelist":        (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_reviewer_changelist":          (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_reviewer_add":                 (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_reviewer_change":              (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_panelplan_changelist":         (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_panelplan_change":             (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_draw_changelist":              (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_draw_add":                     (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_draw_change":                  (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_draw_move:draw":               (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "reviews_quiz_changelist":              (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_quiz_add":                     (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_quiz_change":                  (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_quiz_units":                   (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_question_changelist":          (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_question_add":                 (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_question_change":              (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_question_import":              (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_question_xlsx_list":           (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_vetomark_changelist":          (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_vetomark_change":              (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_vetomark_move:dismiss":        (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "reviews_vetomark_move:confirm":        (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "reviews_selection_changelist":         (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_selection_add":                (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_selection_chain":              (OUT,    OUT,      NONE,  IN,     NONE,    NONE,   NONE,     IN),
    "reviews_selection_change":             (OUT,    OUT,      NONE,  IN,     NONE,    NONE,   NONE,     IN),
    "reviews_complaint_changelist":         (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_complaint_change":             (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_complaint_person":             (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     NO),
    "reviews_complaint_checkers":           (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     NO),
    "reviews_complaint_check":              (OUT,    OUT,      NONE,  NONE,   NONE,    NONE,   NONE,     NONE),
    "reviews_complaint_move:accept":        (OUT,    OUT,      NONE,  IN,     NO,      NO,     NONE,     IN),
    "reviews_complaintterms_changelist":    (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_complaintterms_add":           (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_complaint_propose":            (OUT,    OUT,      NONE,  NO,     NO,      NO,     NONE,     NO),
    "reviews_inspection_changelist":        (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "reviews_inspection_add":               (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_inspection_change":            (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "reviews_inspection_mend":              (OUT,    OUT,      NONE,  NO,     NO,      NO,     NONE,     NO),
    "reviews_inspection_propose":           (OUT,    OUT,      NONE,  NO,     NO,      NO,     NONE,     NO),
    "reviews_rectification_add":            (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "reviews_rectification_change":         (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "reviews_rectification_move:withdraw":  (OUT,    OUT,      NO,    IN,     NO,      NO,     NONE,     IN),
    "workspace_documenttemplate_changelist": (OUT,   OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_documenttemplate_add":       (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "workspace_documenttemplate_change":    (OUT,    OUT,      NONE,  IN,     IN,      IN,     NONE,     IN),
    "units_unit_add":                       (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "units_unit_change":                    (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "units_unit_chain":                     (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "units_employer_add":                   (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "units_committee_changelist":           (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "units_committee_add":                  (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "workspace_duty_changelist":            (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_duty_add":                   (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "workspace_duty_change":                (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_activitytype_changelist":    (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_activitytype_add":           (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "workspace_innovationcategory_changelist": (OUT, OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_innovationcategory_add":     (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "units_office_changelist":              (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "units_office_add":                     (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "units_affiliation_changelist":         (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "units_region_changelist":              (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "units_region_add":                     (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "units_industry_add":                   (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "units_unittype_changelist":            (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_cluster_changelist":         (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "workspace_cluster_add":                (OUT,    OUT,      IN,    IN,     NO,      NO,     IN,       IN),
    "workspace_cluster_change":             (OUT,    OUT,      IN,    IN,     IN,      IN,     NONE,     IN),
    "volunteers_volunteer_changelist":      (OUT,    OUT,      NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_volunteer_change":          (OUT,    OUT,      NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_volunteer_add":             (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "volunteers_volunteer_plain":           (OUT,    OUT,      NONE,  NONE,   NONE,    NO,     NONE,     IN),
    "volunteers_volunteer_correct":         (OUT,    OUT,      NONE,  NONE,   NONE,    NO,     NONE,     IN),
    "volunteers_volunteer_merge":           (OUT,    OUT,      NONE,  NONE,   NONE,    NO,     NONE,     IN),
    "volunteers_volunteer_hold":            (OUT,    OUT,      NONE,  NONE,   NONE,    NO,     NONE,     IN),
    "volunteers_volunteerorganisation_changelist": (OUT, OUT,  NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_volunteerorganisation_add": (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "volunteers_membership_changelist":     (OUT,    OUT,      NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_datarequest_changelist":    (OUT,    OUT,      NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_volunteerimport_changelist": (OUT,   OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "volunteers_skill_changelist":          (OUT,    OUT,      NO,    NO,     NO,      IN,     NO,       IN),
    "volunteers_serviceaction_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_serviceproject_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_indicator_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_progressreport_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_youthstation_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_youthhome_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_pact_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_starlevel_changelist": (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "volunteers_hopehut_changelist": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_stay_changelist": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_serviceevent_changelist": (OUT, OUT, NO, NO, NO, IN, NO, IN),
    "volunteers_hoursentry_changelist": (OUT, OUT, NO, NO, NO, IN, NO, IN),
    "volunteers_hourscorrection_changelist": (OUT, OUT, NO, NO, NO, IN, NO, IN),
    "volunteers_proof_changelist": (OUT, OUT, NO, NO, NO, IN, NO, IN),
    "volunteers_hourspolicy_changelist": (OUT, OUT, NO, NO, NO, IN, NO, IN),
    "volunteers_serviceaction_add": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_serviceproject_add": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_youthhome_add": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_hopehut_add": (OUT, OUT, IN, IN, NO, NO, IN, IN),
    "volunteers_starlevel_add": (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "accounts_user_changelist":             (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "accounts_user_add":                    (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "core_job_changelist":                  (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "core_holiday_changelist":              (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "core_holiday_add":                     (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "core_dailyseal_changelist":            (OUT,    OUT,      IN,    IN,     IN,      IN,     IN,       IN),
    "core_ledgerentry_changelist":          (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "core_accessrecord_changelist":         (OUT,    OUT,      NO,    NO,     NO,      NO,     NO,       IN),
    "credit_listpolicy_changelist":         (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_listpolicy_add":                (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_redlistentry_changelist":       (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_redlistentry_add":              (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_creditquery_changelist":        (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_creditquery_add":               (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_querybatch_changelist":         (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_querybatch_add":                (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_consent_changelist":            (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_consent_add":                   (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_measure_changelist":            (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_measure_add":                   (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_measuregrant_changelist":       (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_measuregrant_add":              (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_partner_changelist":            (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_partner_add":                   (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_pledge_changelist":             (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_pledge_add":                    (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_creditcase_changelist":         (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_listobjection_changelist":      (OUT, OUT, IN, IN, IN, IN, IN, IN),
    "credit_listpolicy_change":             (OUT, OUT, NONE, IN, IN, IN, NONE, IN),
    "credit_redlistentry_change":           (OUT, OUT, NONE, IN, IN, IN, NONE, IN),
    "credit_creditquery_change":            (OUT, OUT, NONE, IN, IN, IN, NONE, IN),
    "credit_creditcase_change":             (OUT, OUT, NONE, IN, IN, IN, NONE, IN),
    "credit_consent_change":                (OUT, OUT, NONE, IN, IN, IN, NONE, IN),
    "credit_redlistentry_number":           (OUT, OUT, NONE, NO, NO, NO, NONE, IN),
    "credit_creditquery_answer":            (OUT, OUT, NONE, NO, NO, NO, NONE, IN),
    "credit_consent_withdraw":              (OUT, OUT, NONE, NO, NO, NO, NONE, IN),
    "credit_redlistentry_move:decline":     (OUT, OUT, NONE, NO, NO, NO, NONE, IN),
    "credit_creditcase_move:accept":        (OUT, OUT, NONE, NO, IN, NO, NONE, IN),
    "credit_redlistentry_import":           (OUT, OUT, NO, NO, NO, NO, NO, IN),
    "credit_measure_load":                  (OUT, OUT, NO, NO, NO, NO, NO, IN),
}  # fmt: skip


@pytest.fixture
def address(journey):
    """The address of a row of the table, on records of the journey's own committee."""
    candidacy = journey.candidacy("recommended")
    notice = notices.draft_notice(journey.cycle, by=journey.officer, title="公示")
    records = {
        "candidacy": candidacy,
        "cycle": journey.cycle,
        "notice": notice,
        "inspection": make_inspection(journey.city, journey.unit, [make.make_user()], by=journey.officer),
        "complaint": complain(journey.unit, category="service", content="窗口无人值守")[0],
        "objection": Objection.objects.create(
            notice=notice,
            candidacy=candidacy,
            content="内容",
            is_anonymous=False,
            name="甲某",
            contact="0760",
            tracking_code="A",
        ),
        "ruleset": journey.rule_set,
        "standard": journey.standard,
        "round": make.make_round(journey.cycle),
        "reviewer": make_reviewer(journey.city),
        "panelplan": make_plan(journey.cycle.rounds.first(), journey.officer),
        "draw": make_draw(journey.cycle.rounds.first(), journey.officer),
        "selection": make_selection(journey.cycle, journey.officer),
        "vetomark": make_veto(make.make_round(journey.cycle, state="planned"), candidacy, journey.reviewer),
        "quiz": make_quiz(journey.cycle.rounds.last()),
        "question": make_bank(journey.city, 1)[0],
        "unit": journey.unit,
        "cluster": make_cluster(journey.county, journey.unit),
        "duty": make_duty(),
        "adjustment": make_proposal(journey),
        "legacyimport": LegacyImport.objects.create(
            committee=journey.city,
            policy="collapse_to_one",
            file_name="表格.xlsx",
            created_by=journey.officer,
        ),
        "rectification": rectifications.issue(
            Rectification(
                committee=journey.city, unit=journey.unit, problem="问题", clause="条款", due_on=clock.today()
            ),
            by=journey.officer,
        ),
        "volunteer": make_volunteer(make_organisation(journey.city)),
        "documenttemplate": DocumentTemplate.objects.create(
            committee=journey.city, kind="filing", file=ContentFile(b"x", "x.docx")
        ),
    }

    records |= credit_records(journey)

    def build(row: str) -> str:
        name, _, move = row.partition(":")
        arguments = (
            [records[name.split("_")[-2]].pk]
            if not name.endswith(("index", "list", "_add", "_import", "_load"))
            else []
        )
        return reverse(f"admin:{name}", args=[*arguments, *([move] if move else [])])

    return build


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_by_role(role, people, address, as_user):
    client, column = as_user(people[role]), ROLES.index(role)
    found = {row: client.get(address(row)).status_code for row in PAGES}
    assert found == {row: wanted[column] for row, wanted in PAGES.items()}


def test_every_registered_model_has_a_row():
    named = {row.partition(":")[0].rsplit("_", 1)[0] for row in PAGES}
    registered = {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}
    assert registered - named == set()


def test_visitors_are_sent_to_the_one_login_and_come_back(client):
    response = client.get("/admin/units/unit/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/units/unit/"


@pytest.mark.parametrize("role", ["captain", "no_office"])
def test_who_holds_no_office_is_told_so_in_chinese(role, people, as_user):
    response = as_user(people[role]).get("/admin/", follow=True)
    assert response.status_code == 403
    assert "您的账户不能办理这一步" in response.content.decode()


def test_officer_is_shown_the_way_and_captain_is_not(people, as_user, rf):
    from core.context import nav_items

    request = rf.get("/")
    for role, shown in (("officer", True), ("captain", False)):
        request.user = people[role]
        assert ("/admin/" in [item.url for item in nav_items(request)]) is shown


@pytest.mark.parametrize("row", [row for row in PAGES if row.endswith(("_change", "_add"))])
def test_auditor_changes_nothing(row, people, address, as_user):
    """Every form of the auditor's is read-only: a post is refused, whatever it carries."""
    response = as_user(people["auditor"]).post(address(row), {"name": "改名", "title": "改名"})
    assert response.status_code == 403


def test_nothing_is_deleted(people, journey, as_user):
    client = as_user(people["admin"])
    assert (
        client.post(reverse("admin:units_unit_delete", args=[journey.unit.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert client.post(
        "/admin/units/unit/", {"action": "delete_selected", "_selected_action": journey.unit.pk}
    )
    journey.unit.refresh_from_db()


def test_certificate_file_is_for_its_own_line(people, journey, as_user):
    journey.candidacy("certified")
    certificate = Certificate.objects.get()
    certificate.file.save("proof.pdf", ContentFile(b"%PDF-"))
    url = reverse("admin:creation_cycle_certificate_file", args=[certificate.pk])
    assert as_user(people["elsewhere"]).get(url).status_code == 404
    response = as_user(people["officer"]).get(url)
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert certificate.number in response["Content-Disposition"]


def test_identity_numbers_are_masked_for_everybody(people, journey, as_user):
    member = journey.unit.members.first()
    member.identity_number = "11010519491231002X"
    member.save()
    page = (
        as_user(people["admin"])
        .get(reverse("admin:units_unit_change", args=[journey.unit.pk]))
        .content.decode()
    )
    assert "1101**********002X" in page
    assert "11010519491231002X" not in page


def test_each_look_at_who_objected_is_recorded(people, address, as_user):
    url = address("creation_cycle_objection_person")
    assert as_user(people["auditor"]).get(url).status_code == 403
    assert AccessRecord.objects.count() == 0
    assert "甲某" in as_user(people["officer"]).get(url).content.decode()
    look = AccessRecord.objects.get()
    assert (look.user, look.record_type) == (people["officer"], "creation_cycle.objection")


@pytest.mark.parametrize("page", ["change", "person"])
def test_who_objected_stands_on_no_other_page(page, people, address, as_user):
    shown = (
        "甲某" in as_user(people["officer"]).get(address(f"creation_cycle_objection_{page}")).content.decode()
    )
    assert shown is (page == "person")
