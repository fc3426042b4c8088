"""What stands where on a form. Keys are the names under which values come, and the placeholders in a DOCX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

Values = Mapping[str, "str | Sequence[Mapping[str, str]]"]
"""Text by key; a table's key gives its rows, each a mapping of column to text."""
OPINIONS = "各级意见"
OPINION_COLUMNS = ("环节", "意见", "办理人", "日期")


@dataclass(frozen=True)
class Row:
    """One or two labelled fields side by side; the labels are the keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A labelled long text over the whole width; `lines` of room when it is filled in by hand."""

    key: str
    lines: int = 4


@dataclass(frozen=True)
class Table:
    """Rows under column heads; `widths` in per cent."""

    key: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Paragraphs:
    """Fixed wording, e.g. the clauses of an agreement; may hold `{key}` fields."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Signatures:
    """Places for signature, seal and date."""

    parties: tuple[str, ...]


Block = Row | Passage | Table | Paragraphs | Signatures


@dataclass(frozen=True)
class Layout:
    """A form: its title, a line under it, and its blocks from top to bottom."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""

    def names(self) -> Iterator[str]:
        """Every key a renderer will ask for, some perhaps twice."""
        for block in self.blocks:
            match block:
                case Row(keys):
                    yield from keys
                case Passage(key) | Table(key):
                    yield key
                case Paragraphs(texts=texts):
                    for text in texts:
                        yield from (name for _, name, _, _ in Formatter().parse(text) if name)


def opinions_table() -> Table:
    """Who decided what when, from the ledger (domain.md §5.3 各级意见栏)."""
    return Table(OPINIONS, OPINION_COLUMNS, (20, 44, 14, 22))
