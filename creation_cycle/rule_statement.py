"""One statement for all that rules ask about units: each source grouped by the unit, then joined, then compared.

    SELECT own.pk, … FROM (units) AS own LEFT JOIN (members by unit) AS s0 ON … WHERE NOT coalesce(…, FALSE) OR …

Every part is compiled by the ORM; only the joins and the comparisons are put together here, of names that this module
gives and of whole numbers (`creation_cycle.rule_terms.Sql`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connections
from django.db.models import QuerySet

from core import clock
from creation_cycle.rule_figures import MEMBERS, OWN, Figure, present
from creation_cycle.rule_terms import Rule, Setting, Sql
from units.models import Member

AT_ONCE = 2000
"""Rows that are read at once."""


@dataclass
class Question:
    """What one evaluation asks about units: figures, each once however many rules want it.

    Settings are told apart by a key, e.g. `filing_youth_ratio`: several stages may ask the same rule.
    """

    on: date
    figures: dict[Figure, str] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, key: str, rule: Rule, setting: Setting) -> None:
        """Ask for the figures that `rule` measures."""
        wanted = rule.measures(setting, self.on)
        self.places[key] = {
            name: self.figures.setdefault(figure, f"f{len(self.figures)}") for name, figure in wanted.items()
        }

    def answers(self, row: Mapping, key: str) -> dict:
        """The figures of one setting in a row."""
        return {name: row[place] for name, place in self.places[key].items()}

    def lacks(self, key: str, rule: Rule, setting: Setting) -> Sql:
        """Where the condition is not met, an unknown answer included."""
        columns = {name: Sql(self._column(place)) for name, place in self.places[key].items()}
        return Sql(f"NOT coalesce({rule.holds(columns, setting, self.on).text}, FALSE)")

    def rows(self, units: QuerySet, lacking: Mapping[str, Sql] | None = None) -> Iterator[dict]:
        """Each unit's `pk` and figures; with `lacking` only units of which one of these conditions is true.

        Such a row says under each condition's name whether it is.

        All units are read as a stream. Those that lack something are few, and PostgreSQL reads for a stream with one
        process only, so they are asked for at once.
        """
        sql, params = self._statement(units, lacking)
        connection = connections[units.db]
        open_cursor = connection.chunked_cursor if lacking is None else connection.cursor
        names = ["pk", *self.figures.values(), *(lacking or ())]
        read = dict if connection.vendor == "postgresql" else _with_days
        with closing(open_cursor()) as cursor:
            cursor.execute(sql, params)
            while chunk := cursor.fetchmany(AT_ONCE):
                for values in chunk:
                    yield read(zip(names, values, strict=True))

    def _statement(self, units: QuerySet, lacking: Mapping[str, Sql] | None) -> tuple[str, list]:
        sources: dict[str, dict[str, Figure]] = {}
        for figure, place in self.figures.items():
            sources.setdefault(figure.source, {})[place] = figure
        parts, params = [], []
        for number, (name, figures) in enumerate(sources.items()):
            if name != OWN:
                sql, values = _grouped(units, name, figures)
                parts.append(f"LEFT JOIN ({sql}) AS s{number} ON s{number}.unit_id = own.pk")
                params += values
        own = {place: figure.expression for place, figure in sources.get(OWN, {}).items()}
        sql, values = _compiled(units.order_by().annotate(**own).values("pk", *own))
        conditions = [condition.text for condition in (lacking or {}).values()]
        where = f" WHERE {' OR '.join(conditions)}" if conditions else ""
        columns = ", ".join(["own.pk", *map(self._column, self.figures.values()), *conditions])
        start = f"SELECT {columns} FROM ({sql}) AS own "  # noqa: S608  (compiled by the ORM, names of ours)
        return start + " ".join(parts) + where, [*values, *params]

    def _column(self, place: str) -> str:
        """A figure where all sources are joined: a unit without such rows has none of them."""
        figure = next(figure for figure, known in self.figures.items() if known == place)
        return (
            place if figure.absent is None or figure.source == OWN else f"coalesce({place}, {figure.absent})"
        )


def _grouped(units: QuerySet, source: str, figures: Mapping[str, Figure]) -> tuple[str, tuple]:
    """One source, grouped by unit; restricted where `units` are."""
    first = next(iter(figures.values()))
    rows = present(Member.objects.all(), clock.today()) if source == MEMBERS else first.rows()
    if units.query.where or units.query.is_sliced:
        rows = rows.filter(unit__in=units.order_by().values("pk"))
    expressions = {place: figure.expression for place, figure in figures.items()}
    return _compiled(rows.order_by().values("unit_id").annotate(**expressions))


def _compiled(rows: QuerySet) -> tuple[str, tuple]:
    return rows.query.get_compiler(rows.db).as_sql()


def _with_days(row: Iterable[tuple]) -> dict:
    """SQLite has no type for days."""
    return {
        name: datetime.fromisoformat(value).date() if isinstance(value, str) else value for name, value in row
    }
