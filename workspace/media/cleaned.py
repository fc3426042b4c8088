"""What the openers hand on, and how they refuse."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.core.files.base import File

from workspace.enums import MediaKind


class Unusable(Exception):
    """The file is not kept; the message is the sentence that its field shows."""


class CleanFile:
    """A re-saved file, in memory or temporary: whoever takes it over closes it."""

    suffix: str
    content: File

    @property
    def size(self) -> int:
        return self.content.size

    @cached_property
    def sha256(self) -> str:
        """The same file sent twice gives the same digest: re-saving is repeatable."""
        self.content.seek(0)
        digest = hashlib.sha256()
        for chunk in self.content.chunks():
            digest.update(chunk)
        self.content.seek(0)
        return digest.hexdigest()

    def close(self) -> None:
        self.content.close()


@dataclass
class CleanMedia(CleanFile):
    """A photo or a video."""

    kind: MediaKind
    suffix: str
    content: File
    width: int
    height: int


@dataclass
class CleanPaper(CleanFile):
    """A document."""

    suffix: str
    content: File
