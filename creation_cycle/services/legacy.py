"""Titles from before this portal, as newspapers printed them (DESIGN: legacy_star_policy; domain.md §2.3)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core.services import ledger
from core.validators import normalise_code
from creation_cycle.enums import MAX_STAR, LegacyStarPolicy
from creation_cycle.models import Recognition, Title
from creation_cycle.services import certificates
from creation_cycle.services.titles import title_name
from units.enums import Level
from units.models import Committee, Employer, Region, Unit


@dataclass(frozen=True)
class PastTitle:
    """One printed line: who was recognised at which level, in which session, by which source."""

    unit_name: str
    level: Level
    star: int | None
    session: str
    year: int
    region: Region
    source: str
    credit_code: str = ""
    past_number: str = ""


def is_known(past: PastTitle) -> bool:
    """The same recognition was registered before."""
    return Recognition.objects.filter(
        title__unit__name=past.unit_name,
        title__unit__region=past.region,
        title__level=past.level,
        label=past.session,
    ).exists()


@transaction.atomic
def register(
    past: PastTitle, *, committee: Committee, policy: LegacyStarPolicy, by, unit: Unit | None = None
) -> Recognition:
    """Put a past title on record: the unit, its title, the recognition, and a number to verify it by.

    `unit` is whom the printed name means, where it is written otherwise here; else the one of this name and place.

    A star that the source does not name follows `policy`: one star for all, or one for each recognition known.
    Registering the same recognition twice changes nothing.
    """
    unit = unit or _unit_named(past, committee)
    title = unit.titles.in_force().select_for_update().filter(level=past.level).first()
    if title and (known := title.recognitions.filter(label=past.session).first()):
        return known
    day = date(past.year, 12, 31)
    star = past.star or _assumed_star(title, policy)
    title = _raised(title, star, day, by) if title else _new(unit, past, star, day, by)
    recognition = Recognition.objects.create(
        title=title,
        label=past.session,
        star=star,
        is_star_assumed=past.star is None,
        recognised_on=day,
        is_year_only=True,
        source=past.source,
        past_number=past.past_number,
        past_number_key=normalise_code(past.past_number),
    )
    certificates.register(recognition, by=by)
    return recognition


def _unit_named(past: PastTitle, committee: Committee) -> Unit:
    """The unit of this name and place; a new one belongs to the legal entity whose credit code the row names."""
    employer = Employer.objects.filter(credit_code=past.credit_code).first() if past.credit_code else None
    unit, _ = Unit.objects.get_or_create(
        name=past.unit_name, region=past.region, defaults={"committee": committee, "employer": employer}
    )
    return unit


def _assumed_star(title: Title | None, policy: LegacyStarPolicy) -> int:
    if policy == LegacyStarPolicy.COLLAPSE_TO_ONE or title is None:
        return 1
    return min(MAX_STAR, title.recognitions.count() + 1)


def _raised(title: Title, star: int, day: date, by) -> Title:
    title.star = max(title.star, star)
    title.first_recognised_on = min(title.first_recognised_on, day)
    title.last_recognised_on = max(title.last_recognised_on, day)
    title.save()
    ledger.append(title, move="recognise", label="往届登记", by=by, source=title.state, target=title.state)
    return title


def _new(unit: Unit, past: PastTitle, star: int, day: date, by) -> Title:
    title = Title.objects.create(
        unit=unit,
        level=past.level,
        name=title_name(past.level, place_of(past)),
        star=star,
        first_recognised_on=day,
        last_recognised_on=day,
    )
    ledger.append_creation(title, by=by, note=f"{past.session}（{past.source}）")
    return title


def place_of(past: PastTitle) -> str:
    """The place in the title's name: the province for provincial titles, the city for city ones."""
    depth = {Level.PROVINCIAL: 0, Level.CITY: 1}.get(past.level)
    codes = past.region.path.strip("/").split("/")
    if depth is None or depth >= len(codes):
        return past.region.name
    return Region.objects.get(code=codes[depth]).name
