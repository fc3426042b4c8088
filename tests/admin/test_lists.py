"""Every list of the admin asks the database the same number of questions, however many rows it shows."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import AccessRecord, DailySeal, Holiday, Job
from creation_cycle.enums import LegacyStarPolicy
from creation_cycle.models import Objection
from creation_cycle.services import legacy, notices, plaques
from reviews.models import ComplaintTerms, Rectification
from reviews.services import rectifications
from reviews.services.complaints import complain
from tests import factories as make
from tests.admin.list_rows import grow_credit, grow_registers, grow_supervision
from tests.reviews.inspection_world import make_inspection
from tests.reviews.panels_world import make_draw, make_plan, make_reviewer
from tests.reviews.quiz_world import make_bank, make_quiz
from tests.reviews.selection_world import make_selection
from tests.reviews.vetoes import make_veto
from tests.volunteers.register_world import make_organisation, make_volunteer
from tests.workspace.duties_world import make_duty, make_type
from tests.workspace.records import make_category, make_cluster
from units.enums import Level
from units.models import Affiliation, Industry, UnitType
from volunteers.enums import RequestKind
from volunteers.models import Skill, VolunteerImport
from volunteers.services import memberships, requests
from workspace.models import DocumentTemplate

pytestmark = pytest.mark.django_db

QUERIES = {
    "accounts_user": 5, "core_accessrecord": 5, "core_dailyseal": 7, "core_holiday": 6, "core_job": 8,
    "core_ledgerentry": 5, "creation_cycle_candidacy": 8, "creation_cycle_certificate": 6, "creation_cycle_cycle": 6,
    "creation_cycle_plaque": 5,
    "creation_cycle_notice": 6, "creation_cycle_objection": 6, "creation_cycle_recognition": 6,
    "creation_cycle_ruleset": 6, "creation_cycle_standard": 6, "creation_cycle_title": 6, "reviews_assignment": 6,
    "reviews_rectification": 6, "reviews_round": 6, "reviews_scoresheet": 6, "reviews_vetomark": 6,
    "reviews_selection": 6, "reviews_reviewer": 8, "reviews_panelplan": 6, "reviews_draw": 6,
    "reviews_complaint": 6, "reviews_complaintterms": 5, "reviews_inspection": 6,
    "reviews_quiz": 6, "reviews_question": 6,
    "units_affiliation": 5, "units_committee": 5, "units_employer": 5,
    "units_industry": 5, "units_office": 6, "units_region": 5, "units_unit": 8, "units_unittype": 5,
    "volunteers_volunteer": 6, "volunteers_volunteerorganisation": 6, "volunteers_membership": 6,
    "volunteers_datarequest": 5, "volunteers_volunteerimport": 5, "volunteers_skill": 5,
    "creation_cycle_adjustment": 6, "creation_cycle_legacyimport": 6, "creation_cycle_recheck": 10,
    "creation_cycle_recheckdraw": 5, "creation_cycle_recheckyear": 6, "credit_consent": 5,
    "credit_creditcase": 5, "credit_creditquery": 7, "credit_listobjection": 5, "credit_listpolicy": 6,
    "credit_measure": 7, "credit_measuregrant": 5, "credit_partner": 7, "credit_pledge": 6,
    "credit_querybatch": 6, "credit_redlistentry": 6, "volunteers_hopehut": 6, "volunteers_hourscorrection": 5,
    "volunteers_hoursentry": 8, "volunteers_hourspolicy": 5, "volunteers_indicator": 6, "volunteers_pact": 5,
    "volunteers_progressreport": 6, "volunteers_proof": 6, "volunteers_serviceaction": 7,
    "volunteers_serviceevent": 6, "volunteers_serviceproject": 6, "volunteers_starlevel": 5,
    "volunteers_stay": 6, "volunteers_youthhome": 6, "volunteers_youthstation": 6,
    "workspace_documenttemplate": 5, "workspace_cluster": 6,
    "workspace_duty": 6, "workspace_activitytype": 5, "workspace_innovationcategory": 6,
}  # fmt: skip
"""By list; session, user and the user's offices are three of them."""


def grow(journey, number: int) -> None:
    """One more row for every list, with rows of its own behind all that the list joins."""
    county = make.make_committee(f"镇街{number}", Level.COUNTY, parent=journey.city)
    unit = make.make_unit(county, industry=Industry.objects.create(code=f"i{number}", name=f"行业{number}"))
    user = make.make_officer(county)
    Affiliation.objects.create(user=user, employer=unit.employer)
    UnitType.objects.create(code=f"t{number}", name=f"类型{number}")
    candidacy = journey.candidacy("submitted", unit=unit, captain=make.make_captain(unit))
    cycle = make.make_cycle(county)
    make_selection(cycle, user)
    make.make_standard(county)
    make.make_rule_set(county)
    notice = notices.draft_notice(cycle, by=user, title=f"公示{number}")
    complain(make.make_unit(journey.city), category="service", content="窗口无人值守")
    ComplaintTerms.objects.create(committee=county)
    make_inspection(journey.city, make.make_unit(journey.city), [make.make_user()], by=journey.officer)
    Objection.objects.create(notice=notice, candidacy=candidacy, content="内容", tracking_code=str(number))
    register_title(unit, county, user)
    assess(make.make_round(cycle, state="planned"), candidacy, user)
    Job.objects.create(kind="issue_certificates", title=f"任务{number}", created_by=user)
    Holiday.objects.create(date=date(2030, 1, number), name="假日", published_year=2030)
    DailySeal.objects.create(
        day=date(2030, 1, number), entry_count=1, entries_hash="a", previous_hash="b", hash="c"
    )
    make_cluster(county, unit, name=f"街{number}")
    make_duty(f"d{number}", committee=county)
    make_type(f"t{number}")
    make_category(f"类别{number}", committee=county)
    DocumentTemplate.objects.create(committee=county, kind="filing", file=f"{number}.docx")
    told = Rectification(committee=county, unit=unit, problem="问题", clause="条款", due_on=clock.today())
    rectifications.issue(told, by=journey.officer)
    register_volunteers(county, number, user)
    grow_supervision(county, make.make_unit(county), user)
    grow_credit(county, number)
    grow_registers()
    AccessRecord.objects.create(user=user, record_type="x", record_id=1, what="内容", at=clock.now())


def register_volunteers(committee, number: int, user) -> None:
    organisation = make_organisation(committee)
    volunteer = make_volunteer(make_organisation(committee))
    memberships.ask_to_join(volunteer, organisation, by=None)
    requests.ask(volunteer, by=make.make_user(is_superuser=True), kind=RequestKind.CORRECTION)
    VolunteerImport.objects.create(file_name="名册.xlsx", digest="d", basis="依据", created_by=user)
    Skill.objects.create(code=f"k{number}", name=f"技能{number}")


def register_title(unit, committee, user) -> None:
    past = legacy.PastTitle(unit.name, Level.CITY, None, "第1届", 2020, unit.region, "报纸")
    past = legacy.register(past, committee=committee, policy=LegacyStarPolicy.COLLAPSE_TO_ONE, by=user)
    plaques.prepare(past.title, by=user)


def assess(round_, candidacy, reviewer) -> None:
    industry = Industry.objects.create(code=f"e{round_.pk}", name=f"专长{round_.pk}")
    make_reviewer(round_.cycle.committee, expertise=[industry], employer=candidacy.unit.employer)
    make_plan(round_, reviewer)
    make_draw(round_, reviewer)
    make_quiz(round_)
    make_bank(round_.cycle.committee, 1)
    make_veto(round_, candidacy, reviewer)


def lists() -> dict[str, str]:
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    return {name: reverse(f"admin:{name}_changelist") for name in names}


def counted(client) -> dict[str, int]:
    found = {}
    for name, url in lists().items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        found[name] = len(queries)
    return found


def test_lists_ask_as_often_for_three_rows_as_for_one(journey, people, as_user):
    client = as_user(people["admin"])
    grow(journey, 1)
    assert counted(client) == QUERIES
    grow(journey, 2)
    grow(journey, 3)
    assert counted(client) == QUERIES


def test_lists_are_scoped(journey, people, as_user):
    candidacy = journey.candidacy("submitted")
    url = reverse("admin:creation_cycle_candidacy_changelist")
    assert candidacy.unit.name in as_user(journey.officer).get(url).content.decode()
    assert candidacy.unit.name not in as_user(people["elsewhere"]).get(url).content.decode()
