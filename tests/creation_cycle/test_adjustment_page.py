"""A decision made on its page takes effect when its transaction has ended."""

import pytest
from zeal import zeal_ignore

from tests.creation_cycle.adjustment_world import DECISION, AdjustmentWorld


@pytest.mark.django_db(transaction=True)
def test_a_decision_in_the_admin_takes_effect_at_once(client):
    world = AdjustmentWorld(star=2)
    adjustment = world.stated("lower_star")
    client.force_login(world.approver)

    with zeal_ignore():  # deciding and taking effect are two moves of one row, not a query for each row
        client.post(f"/admin/creation_cycle/adjustment/{adjustment.pk}/move/decide/", DECISION)
    adjustment.refresh_from_db()
    world.title.refresh_from_db()
    assert (adjustment.state, world.title.star) == ("in_effect", 1)
