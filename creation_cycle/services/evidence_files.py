"""Keeping the files of a case, and letting their bytes go when the time for them is over."""

from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from creation_cycle.enums import EvidenceKind
from creation_cycle.models.evidence_file import EvidenceFile
from workspace.media.cleaned import CleanFile

KINDS = {".pdf": EvidenceKind.PDF, ".docx": EvidenceKind.WORD}


def attach(
    new_row: Callable[..., EvidenceFile],
    evidence: Iterable[CleanFile],
    stored: list[FieldFile],
    *,
    folder: str,
    after: int = 0,
) -> None:
    """Keep each file once, under a name of our own, numbered from `after` + 1; bytes are noted in `stored`."""
    once = {item.sha256: item for item in evidence}
    for number, (digest, item) in enumerate(once.items(), start=after + 1):
        row = new_row(number=number, size=item.size, sha256=digest)
        row.kind = KINDS.get(item.suffix, EvidenceKind.IMAGE)
        row.file.save(f"{folder}/{row.key.hex[:2]}/{row.key}{item.suffix}", item.content, save=False)
        stored.append(row.file)
        row.save()


def drop_bytes(files: QuerySet) -> int:
    """Delete the bytes, once nothing can take the decision back; how many files there were."""
    kept = list(files.exclude(file=""))
    for row in kept:
        transaction.on_commit(partial(row.file.storage.delete, row.file.name))
    files.update(file="")
    return len(kept)
