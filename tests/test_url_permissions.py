"""Who gets what behind every named address outside the admin: one table, and an address without a row fails.

The admin's own table is `tests/admin/test_access.py`.
"""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import get_resolver, reverse

from accounts.models import Message
from core.models import Job
from creation_cycle.models import Certificate
from reviews.models import Assignment
from reviews.services import rounds
from tests import factories as make
from tests.journey import Journey
from units.enums import Level

pytestmark = pytest.mark.django_db

ROLES = ("visitor", "captain", "other_captain", "county", "officer", "elsewhere", "reviewer", "auditor", "superuser")
LOGIN, AWAY = "login", "away"
"""Sent to the login; sent on to another page."""
ALL = (200,) * 9
SIGNED_IN = (LOGIN, *(200,) * 8)
SENT_ON = (LOGIN, *(AWAY,) * 8)
MATRIX = {}
POSTED = {
    "accounts:logout", "accounts:message", "core:job_cancel", "core:job_retry", "creation_cycle:candidacy_submit",
    "creation_cycle:candidacy_begin", "creation_cycle:candidacy_apply", "creation_cycle:member_return",
    "creation_cycle:youth_home_end", "creation_cycle:start",
}  # fmt: skip


class World:
    """A candidacy under assessment, a certified neighbour on the roll, and somebody in every role."""

    def __init__(self):
        journey = Journey()
        self.people = {
            "captain": journey.captain,
            "other_captain": make.make_captain(make.make_unit(journey.county)),
            "county": journey.recommender,
            "officer": journey.officer,
            "elsewhere": make.make_officer(make.make_committee("邻市团委", Level.CITY, parent=journey.province)),
            "reviewer": journey.reviewer,
            "auditor": journey.auditor,
            "superuser": make.make_user(is_superuser=True, is_staff=True),
        }
        neighbour = make.make_unit(journey.county)
        certified = journey.candidacy("certified", unit=neighbour, captain=make.make_captain(neighbour))
        candidacy = journey.candidacy("creating")
        assignment = rounds.assign(journey.open_round(), candidacy, journey.reviewer, by=journey.officer)
        job = Job.objects.create(kind="count", title="任务", created_by=journey.captain)
        job.result_file.save("x.csv", ContentFile(b"x"))
        message = Message.objects.create(recipient=journey.captain, title="通知")
        unit = journey.unit
        self.arguments = {
            "unit": {"unit_pk": unit.pk},
            "member": {"unit_pk": unit.pk, "pk": unit.members.last().pk},
            "youth_home": {"unit_pk": unit.pk, "pk": unit.youth_homes.get().pk},
            "candidacy": {"pk": candidacy.pk},
            "assignment": {"pk": assignment.pk},
            "job": {"pk": job.pk},
            "message": {"pk": message.pk},
            "roll": {"slug": neighbour.slug},
            "notice": {"pk": certified.notice_entries.get().notice_id},
            "certificate": {"number": Certificate.objects.get().number},
        }


RECORDS = {}


def test_generate(client):
    world = World()
    out = []
    for name, pattern in named_addresses():
        kind = guess(name)
        row = []
        for role in ROLES:
            row.append(answer(client, world, name, kind, role))
        out.append((name, kind, row))
    with open("/tmp/review/matrix.txt", "w") as f:
        for o in out:
            f.write(repr(o) + "\n")


def guess(name):
    if name.startswith("reviews:") and name != "reviews:list":
        return "assignment"
    if name.startswith("core:job"):
        return "job"
    if name == "accounts:message":
        return "message"
    if name.startswith("honor_roll:"):
        return {"unit": "roll", "notice": "notice", "object": "notice", "objection_received": "notice", "verify": "certificate"}.get(name[11:])
    if name.startswith("creation_cycle:"):
        n = name[15:]
        if n.startswith("youth_home_end"):
            return "youth_home"
        if n in ("member", "member_leave", "member_return"):
            return "member"
        if n in ("unit", "start", "youth_home_new", "roster", "member_new"):
            return "unit"
        if n == "desk" or n.endswith("options"):
            return None
        return "candidacy"
    return None


def answer(client, world, name, kind, role):
    address = reverse(name, kwargs=world.arguments.get(kind))
    client.logout()
    if role != "visitor":
        client.force_login(world.people[role])
    with transaction.atomic():
        method = client.post if name in POSTED else client.get
        response = method(address)
        transaction.set_rollback(True)
    if response.status_code == 302:
        return LOGIN if response.url.startswith("/accounts/login/") else AWAY
    return response.status_code


def named_addresses(resolver=None, space=()) -> Iterator[tuple[str, str]]:
    """Every name outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from named_addresses(pattern, (*space, pattern.namespace) if pattern.namespace else space)
        elif pattern.name:
            yield ":".join((*space, pattern.name)), str(pattern.pattern)
