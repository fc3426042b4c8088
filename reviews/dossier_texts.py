"""What has changed between two dossiers, in words that a reader can follow. Pure; contents are plain JSON.

A content is {"facts": [[label, value], …], "texts": [[title, text], …], "entries": {item key: entry, …}}; an entry
says for one item of the standard what the unit claims: {"name", "claimed", "evidence", "problem", "measure",
"records": [[text, address], …]}.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
WORDS = {"claimed": "自评", "evidence": "依据说明", "problem": "存在问题", "measure": "整改措施"}
CONTEXT = 1
"""Unchanged sentences that are shown on either side of a change."""


@dataclass(frozen=True)
class Piece:
    """Some sentences in a row: `kind` is same, removed, added or left_out (unchanged, not repeated)."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Change:
    """One titled text that reads differently."""

    title: str
    pieces: tuple[Piece, ...]


def changes(before: Mapping, after: Mapping) -> list[Change]:
    """Every titled text of either that differs, in the order of the dossier."""
    old, new = dict(_titled(before)), dict(_titled(after))
    return [
        Change(title, tuple(pieces(old.get(title, ""), new.get(title, ""))))
        for title in dict.fromkeys([*new, *old])
        if old.get(title, "") != new.get(title, "")
    ]


def pieces(before: str, after: str) -> list[Piece]:
    """Sentence by sentence; long stretches that stayed are left out."""
    old, new = _sentences(before), _sentences(after)
    found: list[Piece] = []
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            found += _unchanged(old[a:b], is_first=place == 0, is_last=place == len(blocks) - 1)
            continue
        found += [Piece("removed", "".join(old[a:b]))] if a < b else []
        found += [Piece("added", "".join(new[c:d]))] if c < d else []
    return found


def _titled(content: Mapping) -> Iterator[tuple[str, str]]:
    yield from content["facts"]
    yield from content["texts"]
    for entry in content["entries"].values():
        for key, words in WORDS.items():
            yield f"{entry['name']}：{words}", entry[key]
        yield f"{entry['name']}：依据记录", "\n".join(text for text, _ in entry["records"])


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.findall(text) if sentence]


def _unchanged(sentences: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head = [] if is_first else sentences[:CONTEXT]
    tail = [] if is_last else sentences[len(sentences) - CONTEXT :]
    if len(head) + len(tail) >= len(sentences):
        return [Piece("same", "".join(sentences))]
    shown = [Piece("same", "".join(part)) if part else None for part in (head, tail)]
    return [piece for piece in (shown[0], Piece("left_out"), shown[1]) if piece]
