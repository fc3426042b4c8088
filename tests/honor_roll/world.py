"""Titles, certificates and notices as the public meets them, without the way that leads there."""

from datetime import date, timedelta
from itertools import count

from core import clock
from creation_cycle.certificates.number import format_number
from creation_cycle.enums import CandidacyState, CertificateState, NoticeState, TitleState
from creation_cycle.models import Candidacy, Certificate, Notice, NoticeEntry, Recognition, Title
from creation_cycle.services.titles import title_name
from tests import factories as make
from units.enums import Level

_numbers = count(1)
BY_HAND = 5000
"""Numbers of these certificates begin here: those that the portal gives out in a test begin at one."""


def make_title(
    unit, *, level=Level.CITY, star=1, on=date(2024, 3, 1), state=TitleState.IN_FORCE, year_only=False,
    source="", **values,
) -> Title:  # fmt: skip
    """A title with the one recognition that made it and a certificate that was handed out."""
    title = Title.objects.create(
        unit=unit, level=level, star=star, state=state, committee=unit.committee,
        name=title_name(level, unit.region.name), first_recognised_on=on, last_recognised_on=on,
        state_reason="材料不实" if state == TitleState.REVOKED else "", **values,
    )  # fmt: skip
    make_recognition(title, star=star, on=on, year_only=year_only, source=source)
    return title


def make_recognition(
    title, *, star=1, on=date(2024, 3, 1), year_only=False, source="", **values
) -> Recognition:
    number = next(_numbers)
    recognition = Recognition.objects.create(
        title=title, label=f"第{number}届", star=star, recognised_on=on, is_year_only=year_only, source=source,
        decision_number="" if source else f"示例发〔{on.year}〕{number}号", **values,
    )  # fmt: skip
    make_certificate(recognition)
    return recognition


def make_certificate(recognition, state=CertificateState.ISSUED, **values) -> Certificate:
    """A title has one certificate in force: where it has one, what was to be handed out is one replaced by it."""
    title = recognition.title
    in_force = title.certificates.current().filter(is_registered_only=False).exists()
    if state == CertificateState.ISSUED and in_force and not recognition.source:
        state, values = CertificateState.REPLACED, {"state_reason": "再次认定", **values}
    number = format_number(
        level=title.level, region=title.unit.region.code[:6], cycle=recognition.recognised_on.year,
        sequence=BY_HAND + next(_numbers),
    )  # fmt: skip
    defaults = {
        "file_hash": "ab" * 32, "is_registered_only": bool(recognition.source), "star": recognition.star,
        "dated_on": recognition.recognised_on,
    }  # fmt: skip
    return Certificate.objects.create(
        title=title, recognition=recognition, number=number, state=state, **{**defaults, **values}
    )


def certificate_of(title) -> Certificate:
    return Certificate.objects.get(title=title)


def make_candidacy(unit, cycle, state=CandidacyState.PUBLICISED, **values) -> Candidacy:
    """A candidacy that stands in `state`, with what filing gave it."""
    standard = cycle.committee.standards.first() or make.make_standard(cycle.committee)
    return Candidacy.objects.create(
        unit=unit, cycle=cycle, state=state, standard=standard, filing_number=f"BA-{next(_numbers)}", **values
    )


def make_notice(cycle, candidacies=(), *, state=NoticeState.OPEN, days=7, **values) -> Notice:
    """A notice that was opened today and stands for `days` more; fewer than none and its time is over."""
    today = clock.today()
    clocked = (
        {} if state == NoticeState.DRAFT else {"opened_on": today, "closes_on": today + timedelta(days=days)}
    )
    defaults = {"title": f"公示{next(_numbers)}", **clocked}
    notice = Notice.objects.create(cycle=cycle, state=state, **{**defaults, **values})
    for candidacy in candidacies:
        NoticeEntry.objects.create(notice=notice, candidacy=candidacy, star=1)
    return notice


def make_public_world():
    """A city's cycle with one unit on an open notice: (cycle, unit, candidacy, notice)."""
    _, city, county = make.make_line()
    cycle = make.make_cycle(city)
    unit = make.make_unit(county)
    candidacy = make_candidacy(unit, cycle)
    return cycle, unit, candidacy, make_notice(cycle, [candidacy])
