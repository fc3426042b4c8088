"""The forms that the portal knows, by key; each house registers its own."""

from collections.abc import Callable
from dataclasses import dataclass

from workspace.documents.layout import Layout, Values


@dataclass(frozen=True)
class DocumentKind:
    """One form. `values` answers a record with a text (or rows) for every key of the layout."""

    key: str
    title: str
    layout: Layout
    values: Callable[[object], Values]


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    """Called in `AppConfig.ready`; a second kind under the same key is a mistake."""
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"two forms under the key {kind.key}")
    return kind


def kind(key: str) -> DocumentKind:
    """Raises KeyError for an unknown form."""
    return _kinds[key]


def choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.title) for kind in _kinds.values()]
