"""The world of the workspace's tests."""

import pytest

from tests.journey import Journey


@pytest.fixture
def journey(db) -> Journey:
    return Journey()
