"""Who complained, and in what words, reaches neither the unit nor its employer: no page, message, job or note tells."""

import pytest
from django.contrib import admin
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Message
from core.lifecycle import perform
from core.models import AccessRecord, Job, LedgerEntry
from reviews.services import complaints
from tests import factories as make
from tests.address_world import World
from tests.test_url_permissions import MATRIX, POSTED, ROLES
from units.models import Affiliation

pytestmark = pytest.mark.django_db
NAME, CONTACT, WORDS = "欧阳询问", "13800009999", "排在第七位的时候窗口关了门"
SECRETS = (NAME, CONTACT, WORDS)


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@pytest.fixture
def world():
    """The addresses' world, with a second complaint of somebody who left a contact, taken to its conclusion."""
    world = World()
    captain = world.people["captain"]
    unit = captain.posts.get().unit
    officer = world.people["officer"]
    committee = complaints.receiving_body(unit)
    complaint, world.code = complaints.complain(
        unit, category="service", content=WORDS, name=NAME, contact=CONTACT
    )
    complaint = perform(complaint, "accept", by=officer)
    complaint.summary = "反映窗口提前停止服务，请说明。"
    complaint.save()
    world.complaint = perform(complaint, "forward", by=officer)
    world.colleague = make.make_officer(committee)
    Affiliation.objects.create(user=world.colleague, employer=unit.employer)
    return world


def pages_of(client, world, role: str) -> dict[str, str]:
    """Every page that the table of addresses gives the person, on the world's records."""
    found, column = {}, ROLES.index(role)
    for name, (kind, answers) in MATRIX.items():
        if answers[column] != 200 or name in POSTED:
            continue
        response = client.get(reverse(name, kwargs=world.arguments.get(kind, {}) if kind else {}))
        if response.status_code == 200:
            found[name] = body_of(response)
    return found | {"own statement": body_of(client.get(world.complaint.get_absolute_url()))}


@zeal_ignore()
@pytest.mark.parametrize("role", ["captain", "other_captain"])
def test_no_page_of_the_unit_tells(client, world, role):
    client.force_login(world.people[role])
    pages = pages_of(client, world, role)
    assert len(pages) > 20
    assert [(name, secret) for name, page in pages.items() for secret in SECRETS if secret in page] == []


@zeal_ignore()
def test_a_colleague_of_the_employer_with_an_office_finds_nothing_in_the_admin(client, world):
    client.force_login(world.colleague)
    told = {}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        response = client.get(reverse(name))
        if response.status_code == 200:
            told[name] = body_of(response)
    assert "admin:reviews_complaint_changelist" in told
    assert world.complaint.number not in told["admin:reviews_complaint_changelist"]
    for page in ("change", "person", "checkers"):
        address = reverse(f"admin:reviews_complaint_{page}", args=[world.complaint.pk])
        assert client.get(address).status_code == 404
    assert [(name, secret) for name, page in told.items() for secret in SECRETS if secret in page] == []


def test_no_message_note_or_job_tells(world):
    written = "".join(
        [
            *(f"{message.title}{message.body}" for message in Message.objects.all()),
            *LedgerEntry.objects.values_list("note", flat=True),
            *(str(job.arguments) + job.title for job in Job.objects.all()),
            *AccessRecord.objects.values_list("what", flat=True),
        ]
    )
    assert [secret for secret in SECRETS if secret in written] == []
    assert world.complaint.number in written


def test_the_contact_is_shown_for_a_purpose_on_record_to_the_handling_body_alone(client, world):
    address = reverse("admin:reviews_complaint_person", args=[world.complaint.pk])
    for role, status in (("superuser", 403), ("auditor", 403), ("county", 404), ("elsewhere", 404)):
        client.force_login(world.people[role])
        assert client.post(address, {"purpose": "看看"}).status_code == status
    assert not AccessRecord.objects.exists()
    client.force_login(world.people["officer"])
    asked = client.get(address).content.decode()
    assert CONTACT not in asked
    assert CONTACT not in client.post(address, {"purpose": ""}).content.decode()
    shown = client.post(address, {"purpose": "核实时间"}).content.decode()
    assert CONTACT in shown
    record = AccessRecord.objects.get()
    assert (record.user, record.what) == (
        world.people["officer"],
        "投诉人联系方式（用途：核实时间）",
    )
    changed = reverse("admin:reviews_complaint_change", args=[world.complaint.pk])
    assert CONTACT not in client.get(changed).content.decode()
