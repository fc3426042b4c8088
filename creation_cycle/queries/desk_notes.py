"""Lines on the desk that houses further up have for a unit: something waits for an answer of its keepers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from units.models import Unit


@dataclass(frozen=True)
class DeskNote:
    """One sentence of which the last words, `link`, lead to `url`."""

    unit_id: int
    text: str
    link: str
    url: str


Source = Callable[[Collection[Unit]], Iterable[DeskNote]]
_sources: list[Source] = []


def notes_desk(source: Source) -> Source:
    """Register a source of notes, asked once for all units of a desk; usable as a decorator."""
    _sources.append(source)
    return source


def notes_for(units: Collection[Unit]) -> dict[int, list[DeskNote]]:
    """The notes by the key of their unit."""
    found = defaultdict(list)
    for source in _sources:
        for note in source(units):
            found[note.unit_id].append(note)
    return found
