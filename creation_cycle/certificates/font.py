"""The certificates' one typeface: Noto Serif SC from its package, never what the machine has installed."""

from functools import cache

import uharfbuzz as hb
from pylopdf_fonts_zh_cn import serif_path

_KERNING = int.from_bytes(b"kern", "big")
"""The only layout feature kept. Without substitutions each glyph is the one that its character names, so
that the text can be copied out of the PDF."""
_FLAGS = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE


def missing_characters(text: str) -> list[str]:
    """Return the characters of `text` that the typeface cannot show, each once, in order of appearance."""
    covered = _coverage()
    return [character for character in dict.fromkeys(text) if ord(character) not in covered]


def subset_font(text: str) -> bytes:
    """Return an OpenType font with just the glyphs of `text`; the same characters give the same bytes."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.add(_KERNING)
    wanted.flags = _FLAGS
    return hb.subset(_face(), wanted).blob.data


def font_subsetter() -> str:
    """Name the library that cuts the fonts, after having it cut one: the readiness check calls this.

    It is always the wheel `uharfbuzz`. WeasyPrint would use `libharfbuzz-subset` where the machine has it and
    fontTools, many times slower, where not; so it is handed fonts that are already cut.
    """
    subset_font("证")
    return "uharfbuzz"


@cache
def _face() -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(serif_path())))


@cache
def _coverage() -> frozenset[int]:
    return frozenset(_face().unicodes)
