"""An address with a NUL character finds nothing, on PostgreSQL too."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/honor-roll/?region=%00", "/honor-roll/%00/", "/verify/?number=%00"])
def test_null_characters_find_nothing(client, address):
    assert client.get(address).status_code == 404
    assert client.get("/honor-roll/").status_code == 200
