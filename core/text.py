"""Small pieces of Chinese text that several houses say in the same way."""

from datetime import date


def chinese_date(day: date) -> str:
    """2026年5月12日, the form of notices (GB/T 9704 style)."""
    return f"{day.year}年{day.month}月{day.day}日"


def one_line_end(text: str) -> str:
    """Browsers send a line break as two characters but count one: it is one here as well."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def paragraphs(text: str) -> str:
    """`text` without blank lines before and after; the indent of its first paragraph stays."""
    lines = text.rstrip().splitlines()
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


def length_of(text: str) -> int:
    """How many characters a person counts, blanks around the text aside."""
    return len(one_line_end(text).strip())
