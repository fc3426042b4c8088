import pytest

from reviews.models import Assignment
from tests.journey import Journey


@pytest.fixture
def world(db) -> Journey:
    return Journey()


@pytest.fixture
def assignment(world) -> Assignment:
    """The reviewer's sheet for a unit under assessment, still empty."""
    world.candidacy("assessing")
    return Assignment.objects.get(reviewer=world.reviewer)


@pytest.fixture
def reviewer(client, world):
    """The reviewer, signed in."""
    client.force_login(world.reviewer)
    return world.reviewer
