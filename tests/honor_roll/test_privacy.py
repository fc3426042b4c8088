"""No person stands on any public page, whatever the units' own pages hold (PIPL art. 25; domain.md §12.7)."""

import io
import re
import zipfile
from datetime import date
from urllib.parse import urlsplit

import pytest

from core import clock
from core.services import ledger
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Objection
from creation_cycle.services.objections import object_to
from tests import factories as make
from tests.honor_roll.world import make_candidacy, make_notice, make_title
from units.models import Member

pytestmark = pytest.mark.django_db
ENTRANCES = [
    "/",
    "/honor-roll/?state=all",
    "/honor-roll.csv",
    "/honor-roll.json",
    "/honor-roll.xlsx",
    "/honor-roll/feed/",
    "/notices/",
    "/verify/",
    "/rules/",
    "/transparency/",
    "/statistics/",
]
PUBLIC = ("/honor-roll", "/notices/", "/verify/", "/rules/", "/transparency/", "/statistics/")


@pytest.fixture
def secrets():
    """A world in which every person carries a name, number or address that stands nowhere else."""
    _, city, county = make.make_line()
    cycle = make.make_cycle(city)
    units = [make.make_unit(county, members=3, young=3) for _ in range(3)]
    officer = make.make_officer(city, name="欧阳办理")
    captain = make.make_captain(
        units[0], name="司马号长", phone="13911112222", email="captain@person.example"
    )
    Member.objects.update(
        name="诸葛成员", identity_number="11010519491231002X", volunteer_number="ZYZ-774411"
    )
    Member.objects.filter(is_captain=True).update(name="司马号长")
    make_title(units[0])
    make_title(units[1], on=date(2023, 12, 31), year_only=True, source="中山日报")
    make_title(units[2])
    nominated = {"nominated_by": officer}
    decided = {"decision_number": "示例", "decided_on": clock.today(), "certified_by": officer}
    candidacies = [
        make_candidacy(units[0], cycle, **nominated),
        make_candidacy(units[1], cycle, **nominated),
        make_candidacy(units[2], cycle, CandidacyState.CERTIFIED, **decided),
    ]
    notice = make_notice(cycle, candidacies)
    said = {"content": "窗口无人值守异议正文", "name": "上官异议", "contact": "13700009999"}
    objection = object_to(notice, candidacies[0], **said)
    for candidacy in candidacies:
        ledger.append(candidacy, move="submit", by=captain)
    ledger.seal_through(clock.today())
    return [
        *("司马号长", "诸葛成员", "欧阳办理", "上官异议", "窗口无人值守异议正文", objection.tracking_code),
        *(
            "13911112222",
            "13700009999",
            "captain@person.example",
            "11010519491231002X",
            "1949-12-31",
            "ZYZ-774411",
        ),
        *(captain.username, officer.username),
    ]


def read(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if address.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(map(parts.read, parts.namelist()))
    return body.decode()


def linked(text: str) -> set[str]:
    addresses = {urlsplit(address) for address in re.findall(r'href="([^"]+)"', text)}
    return {a.path for a in addresses if not a.netloc and a.path.startswith(PUBLIC) and not a.query}


def test_no_public_page_names_a_person(client, secrets):
    pages, waiting = {}, set(ENTRANCES)
    while waiting:
        address = waiting.pop()
        pages[address] = read(client, address)
        waiting |= linked(pages[address]) - set(pages)
    assert {"/notices/", "/honor-roll/"} < set(pages)
    assert len([page for page in pages if page.startswith("/honor-roll/")]) >= 4
    assert len([page for page in pages if page.startswith("/verify/")]) == 4
    leaks = [(page, secret) for page, text in pages.items() for secret in secrets if secret in text]
    assert leaks == []


def test_the_world_holds_what_could_leak(secrets):
    assert Member.objects.filter(name="诸葛成员").exists()
    assert Member.objects.first().identity_number == "11010519491231002X"
    assert Objection.objects.get().name == "上官异议"
