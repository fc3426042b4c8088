"""Text with one record a line: CSV as Excel and WPS save it, and what copied cells paste as."""

import csv
import io
import re
from collections import Counter

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = "\t,;，|"
SAMPLE = 40
SWALLOWED = 20
"""A field with more line breaks than this began with a stray quotation mark."""
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
NAMED = re.compile(r'\s*"?sep=(.)"?\r?\n', re.IGNORECASE)
"""Excel's own way to name the delimiter, in a first line that it does not show."""


def decoded(content: bytes) -> str:
    """The text behind the bytes; raises ValueError when they are none.

    What decodes as UTF-8 is UTF-8; Excel on Chinese Windows saves CSV as GB18030 and "Unicode text" as UTF-16.
    """
    marked = next((encoding for bom, encoding in BOMS if content.startswith(bom)), None)
    for encoding in [marked] if marked else [*_wide(content), "utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
    raise ValueError("no text in any encoding known here")


def rows(text: str) -> list[list[str]]:
    """Every line as its fields, empty lines too; raises ValueError for a field that no table has.

    That is one past the reader's limit (131,072 characters), or quotation marks that do not add up.
    """
    named = NAMED.match(text)
    rest = text.removeprefix(named[0]) if named else text
    try:
        return _cut(rest, named[1] if named else delimiter_of(rest))
    except csv.Error as error:
        raise ValueError("a field without end") from error


def _cut(text: str, delimiter: str) -> list[list[str]]:
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if any(field.count("\n") > SWALLOWED for row in found for field in row):
        return list(csv.reader(text.splitlines(), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    return found


def _wide(content: bytes) -> list[str]:
    """UTF-16 without its mark: every second byte of digits and blanks is zero."""
    zeros = Counter(at % 2 for at, byte in enumerate(content[:4000]) if byte == 0)
    return ["utf-16-le" if zeros[1] >= zeros[0] else "utf-16-be"] if zeros else []


def delimiter_of(text: str) -> str:
    """The one that cuts most lines into the same number of fields."""
    sample = [line for line in text.splitlines() if line.strip()][:SAMPLE]

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=regularity)
