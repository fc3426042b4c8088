"""A unit under assessment, and the phone of its reviewer."""

import pytest
from playwright.sync_api import Page

from creation_cycle.models import StandardItem
from tests.browser.on_site import ITEMS, prepared
from tests.chromium import PHONE
from tests.journey import Journey


@pytest.fixture
def world() -> Journey:
    """A unit under assessment by ten items of 10 points each."""
    world = Journey()
    dimension = world.standard.dimensions.first()
    StandardItem.objects.filter(standard=world.standard).delete()
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=world.standard,
            dimension=dimension,
            name=f"项目{number}",
            points=10,
            step=1,
            order=number,
        )
        for number in range(1, ITEMS + 1)
    )
    world.candidacy("assessing")
    return world


@pytest.fixture
def phone(world, sign_in) -> Page:
    """The reviewer's phone, with all it needs on site."""
    return prepared(sign_in(world.reviewer.username, PHONE))
