"""Parts of files, as video players ask for them (RFC 9110 §14): one range at a time; more than one gets the whole."""

import re
from dataclasses import dataclass

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last`, both included, of `size`."""

    first: int
    last: int
    size: int
    is_partial: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def of(self, file) -> "PartOfFile":
        return PartOfFile(file, self.first, self.length)


def part_of(header: str, size: int) -> Part | None:
    """What a Range header asks of a file of `size` bytes; None when it lies beyond its end."""
    match = RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return Part(0, size - 1, size, is_partial=False)
    start, end = match.groups()
    if not start:
        first, last = max(size - int(end), 0), size - 1
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
        if end and int(end) < first:
            return Part(0, size - 1, size, is_partial=False)
    return Part(first, last, size, is_partial=True) if first <= last else None


class PartOfFile:
    """An open file that ends early; iterating reads it, `close` closes it."""

    def __init__(self, file, first: int, length: int):
        self.file, self.left = file, length
        file.seek(first)

    def __iter__(self):
        while self.left > 0 and (chunk := self.file.read(min(CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
