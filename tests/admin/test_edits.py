"""What saving a page of the admin writes: the changed fields on the row as it is by then, and a ledger entry."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from zeal import zeal_ignore

from core import clock
from core.lifecycle import perform
from core.models import AccessRecord, Holiday, LedgerEntry
from creation_cycle.models import Cycle, Standard
from tests import factories as make
from tests.admin.forms import page, posted
from units.models import Affiliation, Employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen between the loading of a form's record and its saving."""

    def arrange(model, happens):
        model_admin = admin.site.get_model_admin(model)
        save_form = model_admin.save_form

        def late(request, form, change):
            happens()
            return save_form(request, form, change)

        monkeypatch.setattr(model_admin, "save_form", late)

    return arrange


def test_a_move_made_while_the_form_was_open_is_kept(journey, as_user, meanwhile):
    client = as_user(journey.officer)
    data = {**posted(client, page(journey.cycle)), "name": "新名称"}
    meanwhile(Cycle, lambda: perform(journey.cycle, "begin_creating", by=None))

    assert client.post(page(journey.cycle), data).status_code == 302

    cycle = Cycle.objects.get(pk=journey.cycle.pk)
    assert (cycle.name, cycle.state) == ("新名称", "creating")
    entry = LedgerEntry.objects.of(cycle).last()
    assert (entry.label, entry.source, entry.target) == ("修改", "creating", "creating")


def test_another_field_changed_meanwhile_is_kept(journey, as_user, meanwhile):
    client = as_user(journey.officer)
    data = {**posted(client, page(journey.cycle)), "name": "新名称"}
    later = clock.today() + timedelta(days=400)
    meanwhile(Cycle, lambda: Cycle.objects.filter(pk=journey.cycle.pk).update(closes_on=later))

    client.post(page(journey.cycle), data)

    cycle = Cycle.objects.get(pk=journey.cycle.pk)
    assert (cycle.name, cycle.closes_on) == ("新名称", later)


def test_what_was_published_meanwhile_is_not_edited(journey, as_user, meanwhile):
    draft = make.make_standard(journey.city, state="draft", industry=journey.unit.industry)
    client = as_user(journey.officer)
    data = {**posted(client, page(draft)), "name": "改名"}
    meanwhile(Standard, lambda: perform(draft, "publish", by=journey.officer))

    with zeal_ignore():  # Django's formset reads each of its rows
        assert client.post(page(draft), data).status_code == 403

    assert Standard.objects.get(pk=draft.pk).name == draft.name


def test_employers_are_kept_where_they_have_units(journey, people, as_user):
    employer = journey.unit.employer
    data = {"name": "改名单位", "credit_code": "", "nature": ""}

    assert as_user(people["elsewhere"]).get(page(employer)).status_code == 200
    assert as_user(people["elsewhere"]).post(page(employer), data).status_code == 403
    assert Employer.objects.get(pk=employer.pk).name == employer.name
    assert as_user(people["county"]).post(page(employer), data).status_code == 302
    assert Employer.objects.get(pk=employer.pk).name == "改名单位"


@pytest.fixture
def registers(journey, people):
    """Rows without a life of their own, each with a change to one field and the label of that field."""
    unit, reviewer = journey.unit, journey.reviewer
    return {
        "unit": (unit, {"complaint_phone": "0760-88990011"}, "监督电话"),
        "post": (unit, {"posts-0-ends_on": clock.today()}, "集体账号"),
        "youth home": (unit, {"youth_homes-0-address": "某路一号"}, "结对青少年之家"),
        "employer": (unit.employer, {"name": "改名单位"}, "单位全称"),
        "office": (journey.officer.offices.get(), {"ends_on": clock.today()}, "任职结束"),
        "holiday": (
            Holiday.objects.create(
                date="2027-05-01", name="劳动节", is_workday=False, published_year=2027, source="国办"
            ),
            {"name": "劳动节假期"},
            "名称",
        ),
        "affiliation": (
            Affiliation.objects.create(user=reviewer, employer=unit.employer),
            {"league_branch": "某支部"},
            "所在团支部",
        ),
        "user": (reviewer, {"phone": "13800138000"}, "手机号码"),
    }


@pytest.mark.parametrize(
    "name", ["unit", "post", "youth home", "employer", "office", "holiday", "affiliation", "user"]
)
def test_edits_of_registers_are_in_the_ledger_by_label_alone(name, registers, people, as_user):
    record, change, label = registers[name]
    client = as_user(people["admin"])

    assert client.post(page(record), {**posted(client, page(record)), **change}).status_code == 302

    entry = LedgerEntry.objects.of(record).get()
    assert (entry.move, entry.label, entry.actor, entry.source) == ("edit", "修改", people["admin"], "")
    assert entry.note == label


def test_a_new_employer_and_a_deleted_holiday_are_in_the_ledger(registers, people, as_user):
    client, holiday = as_user(people["admin"]), registers["holiday"][0]
    client.post(reverse("admin:units_employer_add"), {"name": "新单位", "credit_code": "", "nature": ""})
    client.post(page(holiday, "delete"), {"post": "yes"})

    assert [entry.label for entry in LedgerEntry.objects.of(Employer.objects.get(name="新单位"))] == ["建立"]
    assert [entry.label for entry in LedgerEntry.objects.of(holiday)] == ["删除"]


def test_each_look_at_a_units_roster_is_recorded(journey, people, as_user):
    client = as_user(people["auditor"])
    client.get(page(journey.unit))
    as_user(people["elsewhere"]).get(page(journey.unit))

    look = AccessRecord.objects.get()
    assert (look.user, look.record_type, look.record_id) == (people["auditor"], "units.unit", journey.unit.pk)
    assert look.what == "花名册"
