"""Rosters in two or more columns side by side: 序号|姓名|出生年月|序号|姓名|出生年月."""

import re
from collections import Counter
from itertools import pairwise

from core.spreadsheets import Header, Row
from units.roster_import.columns import choose, recognise

PEOPLE = {"birth_date", "identity_number"}
"""Beside 姓名 a block has one of these; a second 姓名 without them is of somebody else (紧急联系人)."""

OTHERS = re.compile(r"家庭|家属|亲属|联系人|父母|子女|配偶|推荐人|介绍人|师傅|导师")
"""Over a group of columns that belongs to other people than the members."""


def recognised(header: Header | None, above: Row) -> dict[int, str]:
    """{column: key}: each key once, or once in each block; `above` is the row on top of the head."""
    if header is None:
        return {}
    if any(OTHERS.search(cell.text) for cell in above.cells.values()):
        return _chosen(header, header.keys)
    blocks = [_chosen(header, range(*block)) for block in pairwise(_starts(header))]
    if all("name" in columns.values() and PEOPLE & set(columns.values()) for columns in blocks):
        return {at: key for columns in blocks for at, key in columns.items()}
    return _chosen(header, header.keys)


def split(header: Header | None, columns: dict[int, str]) -> list[dict[int, str]]:
    """The columns block by block; one block where no key stands twice."""
    if header is None or max(Counter(columns.values()).values(), default=0) < 2:
        return [columns]
    parts = [
        {at: key for at, key in columns.items() if left <= at < right}
        for left, right in pairwise(_starts(header))
    ]
    return [part for part in parts if part]


def part_of(rows: list[Row], blocks: list[dict[int, str]], number: int) -> list[Row]:
    """What stands in one block, with the columns that belong to none before it; rows without content there go."""
    edges = [0, *(min(columns) for columns in blocks[1:]), 10**6]
    left, right = edges[number], edges[number + 1]
    parts = [Row(row.number, {at: c for at, c in row.cells.items() if left <= at < right}) for row in rows]
    return [part for part in parts if part.cells]


def _chosen(header: Header, columns) -> dict[int, str]:
    """Of several columns with one key the plainer; below a group's name the last word counts."""
    labels = {at: header.labels[at] for at in columns if at in header.keys}
    last_words = {at: label.split()[-1] for at, label in labels.items()}
    return choose(
        (at, last_words[at] if recognise(last_words[at]) else label) for at, label in labels.items()
    )


def _starts(header: Header) -> list[int]:
    """Where each block begins, and a column beyond the last: names with the very same head, as far as heads repeat.

    A group name above (家庭成员 姓名) makes another head: those are no members.
    """
    end = max(header.labels, default=0) + 1
    names = [at for at, key in header.keys.items() if key == "name"]
    names = [at for at in names if _label(header, at) == _label(header, names[0])]
    if len(names) < 2:
        return [0, end]
    lead = 0
    while lead < names[1] - names[0] - 1 and len({_label(header, at - lead - 1) for at in names}) == 1:
        lead += 1
    return [0, *(at - lead for at in names[1:]), end]


def _label(header: Header, column: int) -> str:
    return "".join(header.labels.get(column, "").split())
