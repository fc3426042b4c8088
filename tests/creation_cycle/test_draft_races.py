"""Two saves of one record at the same moment, on PostgreSQL with real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.lifecycle import perform
from core.merge import Seen, digests
from core.services.edits import place_of
from creation_cycle.models import Candidacy
from creation_cycle.services.drafts import merge_draft
from tests import factories as make
from tests.creation_cycle.desk_world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FIELDS = ("plan", "standard_summary", "sign", "carrier", "slogan", "pledge")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def filed(world) -> Candidacy:
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    return perform(candidacy, "file", by=make.make_officer(world.city))


def save_at_once(world, candidacy, *pages: dict) -> list:
    """Each page was opened on the same empty plan and is sent whole; answers in the order of the pages."""
    empty = dict.fromkeys(FIELDS, "")
    seen = Seen(digests(empty, place=place_of(candidacy)))
    barrier = Barrier(len(pages))

    def send(typed: dict):
        try:
            barrier.wait(timeout=30)
            return merge_draft(candidacy, by=world.captain, seen=seen, **{**empty, **typed})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pages)) as pool:
        return list(pool.map(send, pages))


def test_six_who_write_six_fields_all_find_theirs_again(world, filed):
    typed = {name: f"{name} 的内容" for name in FIELDS}
    answers = save_at_once(world, filed, *({name: text} for name, text in typed.items()))
    assert [answer.conflicts for answer in answers] == [{}] * len(FIELDS)
    assert Candidacy.objects.values(*FIELDS).get() == typed


def test_of_eight_who_write_one_field_one_is_stored_and_seven_are_asked(world, filed):
    texts = [f"规划 {number}" for number in range(8)]
    answers = save_at_once(world, filed, *({"plan": text} for text in texts))
    stored = Candidacy.objects.get().plan
    won = [answer for answer in answers if answer.values]
    lost = [answer.conflicts["plan"] for answer in answers if answer.conflicts]
    assert [answer.values["plan"] for answer in won] == [stored]
    assert {conflict.mine for conflict in lost} == set(texts) - {stored}
    assert {(conflict.theirs, conflict.editor) for conflict in lost} == {(stored, str(world.captain))}
