"""The font inside one certificate's file: cut for it alone, whatever stood beside it when it was set.

A chunk of certificates is set in one font that holds the characters of all of them. WeasyPrint would embed, file by
file, a font with that one's glyph numbers: the bytes would depend on the neighbours. So the font is cut once more
here, its glyphs numbered in order, and the text that WeasyPrint painted is renumbered likewise. `uharfbuzz` cuts, so
it does not matter whether the machine has libharfbuzz-subset.
"""

import re

import uharfbuzz as hb
from weasyprint.pdf.fonts import Font

_FLAGS = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
_UNUSED_TABLES = tuple(
    int.from_bytes(tag, "big") for tag in (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"DSIG", b"VORG")
)
_SHOWN = re.compile(rb"<([0-9a-f]+)>")
"""Text shown in a content stream: four digits a glyph."""


class CutFonts(dict):
    """`Document.fonts` of one certificate: WeasyPrint puts its fonts in, this makes them cut themselves."""

    def __setitem__(self, key, font: Font) -> None:
        font.__class__ = CutFont
        super().__setitem__(key, font)

    def renumber(self, operators: list) -> list:
        """Return the painted operators with the glyphs' new numbers."""
        (font,) = self.values()  # one typeface in one weight
        return [_SHOWN.sub(font.renumbered, _bytes(line)) for line in operators]


class CutFont(Font):
    """WeasyPrint's font, which asks nothing of the machine's libraries when it is cut."""

    def clean(self, to_unicode, hinting) -> None:
        """Keep the glyphs in use, numbered from 1 in their order; HarfBuzz numbers them so by itself."""
        used = sorted(to_unicode)
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(used)
        wanted.drop_table_tag_set.update(_UNUSED_TABLES)
        wanted.flags = _FLAGS
        self.file_content = hb.subset(hb.Face(hb.Blob(self.file_content)), wanted).blob.data
        self.numbers = {old: new for new, old in enumerate(used, start=1)}
        self.to_unicode = {self.numbers[old]: to_unicode[old] for old in used}
        self.widths = {self.numbers[old]: self.widths[old] for old in used}

    def renumbered(self, shown: re.Match) -> bytes:
        digits = shown[1]
        glyphs = (int(digits[at : at + 4], 16) for at in range(0, len(digits), 4))
        return b"<%b>" % b"".join(b"%04x" % self.numbers[glyph] for glyph in glyphs)


def _bytes(line) -> bytes:
    return line if isinstance(line, bytes) else str(line).encode()
