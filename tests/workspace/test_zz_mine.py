import pytest
from tests import test_url_permissions as t
pytestmark = pytest.mark.django_db
def test_mine(client, monkeypatch, tmp_path):
    from django.core.files.storage import FileSystemStorage
    monkeypatch.setattr(t.Job._meta.get_field("result_file"), "storage", FileSystemStorage(tmp_path))
    world = t.World()
    mine = {n: v for n, v in t.MATRIX.items() if "growth" in n or ":vote" in n}
    found = {n: (k, tuple(t.answer(client, world, n, k, r) for r in t.ROLES)) for n, (k, _) in mine.items()}
    assert found == mine and len(mine) > 25
