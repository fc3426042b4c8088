"""Proposing an adjustment in the admin."""

import pytest

from creation_cycle.models import Adjustment
from tests.creation_cycle.adjustment_world import AdjustmentWorld
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
