"""What others decide about a candidacy reaches the inbox of the unit's keepers, and nobody else's."""

import pytest

from accounts.models import Message
from core.lifecycle import perform
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from units.enums import UnitRole

pytestmark = pytest.mark.django_db


def test_a_return_is_told_with_its_reason_to_every_keeper():
    _, city, county = make.make_line()
    make.make_rule_set(city)
    unit, other = make.make_unit(county), make.make_unit(county)
    captain, filler = make.make_captain(unit), make.make_captain(unit, UnitRole.FILLER)
    make.make_captain(other)
    candidacy = open_candidacy(unit, make.make_cycle(city), by=captain)
    candidacy = perform(candidacy, "submit", by=captain)
    assert not Message.objects.exists()

    perform(candidacy, "return_for_changes", by=make.make_officer(county), note="请核对花名册")

    told = Message.objects.order_by("recipient")
    assert [message.recipient for message in told] == [captain, filler]
    assert {(message.body, message.url) for message in told} == {
        ("请核对花名册", candidacy.get_absolute_url())
    }
    assert "已退回" in told[0].title
