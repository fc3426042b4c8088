"""The page on which staff check the chain of one record."""

import pytest
from django.urls import reverse

from core import clock
from core.models import LedgerEntry
from core.services import ledger
from creation_cycle.models import Candidacy

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(journey) -> Candidacy:
    candidacy = journey.candidacy("filed")
    ledger.seal_through(clock.today())
    return candidacy


def chain_page(client, record):
    return client.get(reverse("admin:creation_cycle_candidacy_chain", args=[record.pk]))


def test_each_link_is_checked_against_the_one_before_and_against_its_seal(filed, journey, as_user):
    client = as_user(journey.auditor)
    page = client.get(reverse("admin:creation_cycle_candidacy_change", args=[filed.pk]))
    assert reverse("admin:creation_cycle_candidacy_chain", args=[filed.pk]) in page.content.decode()
    chain = chain_page(client, filed).context["chain"]
    assert chain.is_sound
    assert [(link.entry.sequence, link.fault, link.seal_fault) for link in chain.links] == [
        (number, "", "") for number in range(1, 5)
    ]


def test_a_changed_entry_shows_at_its_link(filed, journey, as_user):
    changed = filed.history.get(move="recommend")
    LedgerEntry.objects.filter(pk=changed.pk).update(note="改写")
    response = chain_page(as_user(journey.officer), filed)
    assert [link.fault for link in response.context["chain"].links] == ["", "", "记录内容被改动", ""]
    assert "发现不符，请保留现场并联系系统管理员。" in response.content.decode()


def test_a_chain_written_anew_shows_at_the_seals(filed, journey, as_user):
    last = filed.history.last()
    last.note = "改写"
    last.hash = last.expected_hash()
    last.signature = last.expected_signature()
    last.save()
    chain = chain_page(as_user(journey.officer), filed).context["chain"]
    assert {link.fault for link in chain.links} == {""}
    assert all("当日记录与封印不符" in link.seal_fault for link in chain.links)
    assert not chain.is_sound


def test_what_was_typed_into_a_draft_is_no_fault(filed, journey, as_user):
    Candidacy.objects.filter(pk=filed.pk).update(slogan="口号")
    chain = chain_page(as_user(journey.officer), filed).context["chain"]
    assert chain.is_sound
    assert chain.row == "最后一条记录之后又填写过内容，这一阶段的填写不逐次记录。"
