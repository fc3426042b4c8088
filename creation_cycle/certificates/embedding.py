"""The font inside one certificate's file: cut for it alone, whatever stood beside it when it was set.

A chunk of certificates is set in one font that holds the characters of all of them. WeasyPrint would embed, file by
file, a font with that one's glyph numbers: the bytes would depend on the neighbours. So the font is cut once more
here, its glyphs numbered in order, and the text that WeasyPrint painted is renumbered likewise. `uharfbuzz` cuts, so
it does not matter whether the machine has libharfbuzz-subset.
"""

import re
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb
from weasyprint.document import Document
from weasyprint.pdf.fonts import Font

from creation_cycle.certificates.leaf import Leaf

_UNUSED_TABLES = tuple(
    int.from_bytes(tag, "big") for tag in (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"DSIG", b"VORG")
)
_SHOWN = re.compile(rb"<([0-9a-f]+)>")
"""Text shown in a content stream: four digits a glyph."""


@dataclass(frozen=True)
class Heading:
    """The words that open every certificate of a chunk, painted once: their operators, and the font they are in."""

    operators: bytes
    key: int
    font: "CutFont"

    @classmethod
    def painted(cls, document: Document, leaf: Leaf) -> "Heading":
        alone = document.copy([leaf])
        alone.fonts = CutFonts()
        painted = []

        def capture(_document, pdf):
            contents = pdf.objects[int(pdf.objects[pdf.pages["Kids"][0]]["Contents"].split()[0])]
            painted.extend(map(as_bytes, contents.stream))

        alone.write_pdf(finisher=capture)
        ((key, font),) = alone.fonts.items()
        return cls(b"q " + b"\n".join(painted) + b" Q", key, font.as_set)


class CutFonts(dict):
    """`Document.fonts` of one certificate: one typeface in one weight, which cuts itself when it is embedded."""

    def __init__(self, heading: Heading | None = None):
        super().__init__()
        self.heading = heading
        if heading:
            super().__setitem__(heading.key, heading.font.afresh())

    def __setitem__(self, key, font: Font) -> None:
        """WeasyPrint has met a font; with a heading that is the one which is there already."""
        if self.heading:
            raise ValueError("a certificate is set in one font")
        font.__class__ = CutFont
        super().__setitem__(key, font)

    def renumber(self, operators: list) -> bytes:
        """Return the painted operators, the heading's first, with the glyphs' new numbers."""
        (font,) = self.values()
        painted = b"\n".join([self.heading.operators, *map(as_bytes, operators)])
        return _SHOWN.sub(font.renumbered, painted)


class CutFont(Font):
    """WeasyPrint's font, which asks nothing of the machine's libraries when it is cut."""

    def afresh(self) -> "CutFont":
        """The same font for another certificate: what the heading uses, and nothing else yet."""
        other = copy(self)
        other.to_unicode, other.widths = dict(self.to_unicode), dict(self.widths)
        return other

    def clean(self, to_unicode, hinting) -> None:
        """Keep the glyphs in use, numbered from 1 in their order; HarfBuzz numbers them so by itself."""
        self.as_set = self.afresh()
        used = sorted(to_unicode)
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(used)
        wanted.drop_table_tag_set.update(_UNUSED_TABLES)
        wanted.flags = hb.SubsetFlags.NO_HINTING
        self.file_content = hb.subset(_face(self.file_content), wanted).blob.data
        self.numbers = {old: new for new, old in enumerate(used, start=1)}
        self.to_unicode = {self.numbers[old]: to_unicode[old] for old in used}
        self.widths = {self.numbers[old]: self.widths[old] for old in used}

    def renumbered(self, shown: re.Match) -> bytes:
        digits = shown[1]
        glyphs = (int(digits[at : at + 4], 16) for at in range(0, len(digits), 4))
        return b"<%b>" % b"".join(b"%04x" % self.numbers[glyph] for glyph in glyphs)


@lru_cache(maxsize=2)
def _face(font: bytes) -> hb.Face:
    """The chunk's font, read once."""
    return hb.Face(hb.Blob(font))


def as_bytes(line) -> bytes:
    """A line of a content stream as pydyf writes it."""
    return line if isinstance(line, bytes) else str(line).encode()
