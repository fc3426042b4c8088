"""Proposing an adjustment in the admin."""

from datetime import timedelta

import pytest

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import AdjustmentBasis
from creation_cycle.models import Adjustment
from creation_cycle.services import adjustments
from reviews.models import Rectification
from tests import factories as make
from tests.creation_cycle.adjustment_world import DECISION, AdjustmentWorld
from tests.honor_roll.world import make_title
from tests.reviews.complaint_world import ComplaintWorld
from tests.reviews.inspection_world import look_at_all, make_inspection
from units.enums import OfficeRole
from units.models import Affiliation

pytestmark = pytest.mark.django_db
ADD = "/admin/creation_cycle/adjustment/add/"


def send(client, world, **changes):
    said = {"title": world.title.pk, "kind": "warn", "basis": "other", "facts": "事实", "clause": "条款"}
    inline = {"files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"}
    return client.post(ADD, {**said, **inline, **changes})


def test_an_officer_proposes_and_a_missing_clause_is_asked_for(client):
    world = AdjustmentWorld()
    client.force_login(world.officer)

    assert send(client, world, clause=" ").context["adminform"].form.errors["clause"]
    assert send(client, world).status_code == 302
    adjustment = Adjustment.objects.get()
    assert (adjustment.proposed_by, adjustment.committee) == (world.officer, world.city)
    assert adjustment.history.count() == 1


def test_who_is_tied_to_the_unit_is_told_at_the_title(client):
    world = AdjustmentWorld()
    Affiliation.objects.create(user=world.officer, employer=world.unit.employer)
    client.force_login(world.officer)

    refused = send(client, world)
    assert "须回避" in refused.context["adminform"].form.errors["title"][0]
    assert not Adjustment.objects.exists()


# What a proposal by hand rests on


def offered(form) -> dict[str, list[str]]:
    """The labels of the records that the form lists, by basis."""
    return {name: [label for _, label in rows] for name, rows in form.fields["ground"].choices if name}


@pytest.fixture
def case():
    """A title whose unit has one verified complaint, one that was found untrue, and a second unit with its own."""
    world = ComplaintWorld()
    world.title = make_title(world.unit)
    world.title.committee = world.city
    world.title.save()
    world.verified = world.take(world.complain(), "concluded", outcome="partly")
    world.untrue = world.take(world.complain(), "concluded", outcome="untrue")
    mine, world.unit = world.unit, make.make_unit(world.city, "别的窗口")
    world.captain, captain = make.make_captain(world.unit), world.captain
    world.elsewhere = world.take(world.complain(), "concluded")
    world.unit, world.captain = mine, captain
    return world


def test_only_verified_complaints_of_the_same_unit_found_a_proposal(client, case):
    client.force_login(case.officer)

    asked = client.get(f"{ADD}?title={case.title.pk}").context["adminform"].form
    assert offered(asked) == {"社会监督（投诉）": [f"投诉 {case.verified.number}：部分属实"]}
    for ground in ("", f"complaint:{case.untrue.pk}", f"complaint:{case.elsewhere.pk}"):
        answer = send(client, case, basis="complaint", ground=ground)
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["ground"]
    assert not Adjustment.objects.exists()
    assert send(client, case, basis="complaint", ground=f"complaint:{case.verified.pk}").status_code == 302
    assert Adjustment.objects.get().basis_key == f"complaint:{case.verified.pk}"


def test_such_a_proposal_can_be_decided(client, case):
    client.force_login(case.officer)
    send(client, case, basis="complaint", ground=f"complaint:{case.verified.pk}")
    adjustment = perform(Adjustment.objects.get(), "notify", by=case.officer)
    adjustment = adjustments.hand_in_statement(adjustment, statement="情况如下。", by=case.captain)
    page = client.get(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    assert f"投诉 {case.verified.number}：部分属实" in page.content.decode()

    approver = make.make_officer(case.city, OfficeRole.APPROVER)
    assert adjustments.decide(adjustment, by=approver, **DECISION).state == "in_effect"


def test_a_second_one_on_the_same_record_is_refused_at_the_form(client, case):
    client.force_login(case.officer)
    ground = f"complaint:{case.verified.pk}"
    send(client, case, basis="complaint", ground=ground)

    again = send(client, case, basis="complaint", ground=ground)
    assert "已经根据这一记录" in again.context["adminform"].form.errors["ground"][0]
    assert send(client, case, basis="complaint", ground=ground, kind="revoke").status_code == 302
    assert Adjustment.objects.count() == 2


def test_a_record_of_another_basis_is_refused(client, case):
    client.force_login(case.officer)
    for basis in ("inspection", "other"):
        answer = send(client, case, basis=basis, ground=f"complaint:{case.verified.pk}")
        assert answer.context["adminform"].form.errors["ground"]
    assert not Adjustment.objects.exists()


def test_inspections_with_problems_and_failed_rectifications_are_offered(client):
    world = AdjustmentWorld()
    inspectors = [make.make_user(), make.make_user()]
    for problems in (0, 1):
        inspection = make_inspection(world.city, world.unit, inspectors, by=world.officer)
        look_at_all(inspection, problems=problems)
        inspection = perform(inspection, "report", by=inspectors[0])
    for number, days in (("ZG-1", -1), ("ZG-2", 1)):
        Rectification.objects.create(
            number=number, committee=world.city, unit=world.unit, problem="问题", clause="条款",
            due_on=clock.today() + timedelta(days=days), issued_by=world.officer,
        )  # fmt: skip
    client.force_login(world.officer)

    listed = offered(client.get(f"{ADD}?title={world.title.pk}").context["adminform"].form)
    found, late = listed[AdjustmentBasis.INSPECTION.label], listed[AdjustmentBasis.RECTIFICATION.label]
    assert [words.split("：")[0] for words in found] == [f"检查 {inspection.number}"]
    assert [words.split("：")[0] for words in late] == ["整改通知单 ZG-1"]
    late = Rectification.objects.get(number="ZG-1")
    assert send(client, world, basis="rectification", ground=f"rectification:{late.pk}").status_code == 302
    assert send(client, world, basis="inspection", ground=inspection.basis_key).status_code == 302
