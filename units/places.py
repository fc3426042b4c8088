"""The pages of one unit, for the row of tabs above each of them; whoever has such a page registers it."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, order=True)
class Place:
    """A tab: `url_name` takes the unit's key as its one argument."""

    order: int
    key: str
    label: str
    url_name: str


_places: dict[str, Place] = {}


def register(key: str, label: str, url_name: str, *, order: int) -> None:
    """Called in `AppConfig.ready`; registering a key again replaces it."""
    _places[key] = Place(order, key, label, url_name)


def places_of(unit) -> list[tuple[str, str, str]]:
    """Key, label and address of every tab, in order."""
    return [
        (place.key, place.label, reverse(place.url_name, args=[unit.pk]))
        for place in sorted(_places.values())
    ]
