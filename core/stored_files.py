"""Bytes and rows together: what a transaction takes back, the storage must not keep."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.fields.files import FieldFile


@contextmanager
def cleared_on_failure() -> Iterator[list[FieldFile]]:
    """Around a transaction: a failure takes back its rows, and with them the bytes that were noted in this list."""
    stored: list[FieldFile] = []
    try:
        yield stored
    except BaseException:
        for file in stored:
            file.storage.delete(file.name)
        raise
