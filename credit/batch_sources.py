"""Of whom a batch asks: sets of subjects that houses name, for the form of a new batch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from credit.subjects import Subject

Found = Iterable[tuple[Subject, object]]
"""Subjects, each with the unit it is asked for, or None."""


@dataclass(frozen=True)
class Source:
    key: str
    label: str
    find: Callable[[object], Found]


_sources: dict[str, Source] = {}


def register(key: str, label: str, find: Callable[[object], Found]) -> None:
    """`find(committee)` gives the subjects; registering a key again replaces it."""
    _sources[key] = Source(key, label, find)


def choices() -> list[tuple[str, str]]:
    return [(source.key, source.label) for source in _sources.values()]


def find(key: str, committee) -> list[tuple[Subject, object]]:
    return list(_sources[key].find(committee))
