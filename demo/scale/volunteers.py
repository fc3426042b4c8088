"""A register of `n` volunteers in 397 organisations below the ten cities, encrypted and findable as imported ones are.

A database cannot encrypt, so the rows come from here, copied in large pieces.
"""

from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from core import clock, grams
from core.crypto import encrypter, indexer
from demo.scale.people import people
from demo.scale.places import MARK, committees
from demo.scale.rows import copy
from units.enums import Sex
from volunteers.enums import IdentityKind, VolunteerState
from volunteers.models import Volunteer, VolunteerOrganisation
from volunteers.models.number_series import first_of_block, number_of

ORGANISATIONS = 397
CODE = "GM"
ROWS_A_PIECE = 20_000
COLUMNS = (
    "number", "name", "grams", "identity_kind", "identity_number", "identity_index", "birth_date", "sex", "phone",
    "phone_index", "region_id", "organisation_id", "registered_on", "updated_on", "hold_reason", "state",
)  # fmt: skip


@transaction.atomic
def make(count: int) -> None:
    """Raises ValueError where a population stands already: two would have the same cards."""
    if VolunteerOrganisation.objects.filter(code__startswith=CODE).exists():
        raise ValueError("这个数据库里已经有一批规模数据")
    rows = _rows(count, _organisations())
    while piece := list(islice(rows, ROWS_A_PIECE)):
        copy(Volunteer, COLUMNS, piece)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(Volunteer._meta.db_table)}")


def _organisations() -> list[VolunteerOrganisation]:
    """One by one: each writes its own path."""
    _, cities, _ = committees()
    return [
        VolunteerOrganisation.objects.create(
            name=f"{MARK}第{at}志愿服务队",
            code=f"{CODE}{at:04d}",
            committee=cities[at % len(cities)],
            region_id=cities[at % len(cities)].region_id,
        )
        for at in range(1, ORGANISATIONS + 1)
    ]


def _rows(count: int, organisations: list[VolunteerOrganisation]) -> Iterator[tuple]:
    """In the order of COLUMNS; registered and last looked at on the same day."""
    year = clock.today().year
    first = first_of_block(year, count)
    hide_card = encrypter("volunteers.volunteer.identity_number")
    hide_phone, index = encrypter("volunteers.volunteer.phone"), indexer()
    words = grams.as_vector if connection.vendor == "postgresql" else grams.as_words
    for at, (name, card, phone, born, is_male, since) in enumerate(people(count)):
        home = organisations[at % ORGANISATIONS]
        yield (
            number_of(year, first + at), name, words(grams.grams_of(name)), IdentityKind.RESIDENT.value,
            hide_card(card), index(card), born, (Sex.MALE if is_male else Sex.FEMALE).value, hide_phone(phone),
            index(phone), home.region_id, home.pk, since, since, "", VolunteerState.ACTIVE.value,
        )  # fmt: skip
