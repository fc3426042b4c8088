"""Reading our own pages: their files, tables, links and headings."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def pages() -> list[Path]:
    """Every page of documentation that the project ships."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def section(page: Path, heading: str) -> str:
    """What stands under the heading that starts with `heading`, up to the next one of its depth or above."""
    lines = page.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    depth = len(heading) - len(heading.lstrip("#"))
    end = next(
        (n for n in range(start + 1, len(lines)) if re.match(rf"#{{1,{depth}}} ", lines[n])), len(lines)
    )
    return "\n".join(lines[start + 1 : end])


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row, heads included, rules left out."""
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def links(page: Path) -> list[str]:
    """Targets of links and pictures; addresses on the net and code samples left out."""
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
