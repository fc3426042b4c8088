"""The people of the admin tests, around one candidacy."""

import pytest

from tests import factories as make
from tests.journey import Journey
from units.enums import Level


@pytest.fixture
def journey(db) -> Journey:
    return Journey()


@pytest.fixture
def people(journey) -> dict:
    """By role: whoever may come to the admin, and two who may not."""
    elsewhere = make.make_committee("别市团委", Level.CITY, parent=journey.province)
    return {
        "captain": journey.captain,
        "county": journey.recommender,
        "officer": journey.officer,
        "approver": journey.approver,
        "auditor": journey.auditor,
        "elsewhere": make.make_officer(elsewhere),
        "admin": make.make_user(is_staff=True, is_superuser=True),
        "no_office": make.make_user(is_staff=True),
    }


@pytest.fixture
def as_user(client):
    """Sign a user in and hand back the client."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
