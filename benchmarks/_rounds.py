"""A round of any size, made in bulk, with what `benchmarks.reviews` does to it; needs Django set up."""

import time
from collections.abc import Sequence
from datetime import timedelta
from unittest.mock import patch

from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.lifecycle import perform
from core.models.ledger import GENESIS, LedgerEntry
from core.services import ledger
from creation_cycle.models import Candidacy, StandardDimension, StandardItem
from reviews.models import Assignment, Round, Score, ScoreSheet
from tests import factories as make
from units.models import Unit

REVIEWERS, SEATS, ITEMS, CLOSINGS = 100, 5, 30, 3
POINTS = "points - mod(sheet.id * 7 + item.id * 3, 5) * 0.5"
"""Everybody takes off up to two points of an item, the same in every run."""


class Rollback(Exception):
    """Leaves a transaction without a trace."""


class BigRound:
    """One cycle with one open round, in which every sheet is handed in; `beside` another one, in the same city."""

    def __init__(self, units: int, beside: "BigRound | None" = None):
        if beside is None:
            _, city, county = make.make_line()
            make.make_rule_set(city)
            self.standard = self._standard(city)
        else:
            city, county = beside.cycle.committee, beside.candidacies[0].recommending_committee
            self.standard = beside.standard
        self.officer = make.make_officer(city)
        self.cycle = make.make_cycle(city, state="assessing")
        self.round = make.make_round(self.cycle, min_reviewers=SEATS, spread_limit=999)
        first = make.make_unit(county, members=0, young=0, captain_age=None)
        self.candidacies = self._candidacies(first, units)
        self._sheets([make.make_user() for _ in range(REVIEWERS)])
        self._scores()
        self._history()
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(self.officer)
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _standard(self, city):
        standard = make.make_standard(city, pass_line=70, state="draft")
        standard.items.all().delete()
        standard.dimensions.all().delete()
        dimension = StandardDimension.objects.create(standard=standard, name="考核", order=1)
        StandardItem.objects.bulk_create(
            StandardItem(
                standard=standard, dimension=dimension, name=f"第{number}项", order=number, step="0.5",
                points=4 if number > 20 else 3,
            )
            for number in range(1, ITEMS + 1)
        )  # fmt: skip
        type(standard).objects.filter(pk=standard.pk).update(state="published")
        return standard

    def _candidacies(self, like: Unit, count: int) -> Sequence[Candidacy]:
        given = {
            field.attname: getattr(like, field.attname)
            for field in Unit._meta.concrete_fields
            if not field.primary_key and not field.unique
        }
        units = Unit.objects.bulk_create(
            [
                Unit(
                    **given
                    | {
                        "name": f"示例集体甲{self.cycle.pk}-{number:05}",
                        "slug": f"jia{self.cycle.pk}-{number:05}",
                    }
                )
                for number in range(count)
            ],
            batch_size=1000,
        )
        return Candidacy.objects.bulk_create(
            [
                Candidacy(
                    unit=unit, cycle=self.cycle, level=self.cycle.level, state="assessing", standard=self.standard,
                    filing_number=f"B{unit.pk:06}", recommending_committee=unit.committee,
                )
                for unit in units
            ],
            batch_size=1000,
        )  # fmt: skip

    def _sheets(self, reviewers: Sequence) -> None:
        part, now = self.round.parts.get(), clock.now() - timedelta(days=1)
        assignments = Assignment.objects.bulk_create(
            [
                Assignment(
                    round=self.round, candidacy=candidacy, part=part,
                    reviewer=reviewers[(at + seat * 17) % REVIEWERS],
                )
                for at, candidacy in enumerate(self.candidacies)
                for seat in range(SEATS)
            ],
            batch_size=1000,
        )  # fmt: skip
        ScoreSheet.objects.bulk_create(
            [
                ScoreSheet(assignment=assignment, state="submitted", total=0, submitted_at=now)
                for assignment in assignments
            ],
            batch_size=1000,
        )

    def _scores(self) -> None:
        score, sheet, item, given = (
            model._meta.db_table for model in (Score, ScoreSheet, StandardItem, Assignment)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {score} (sheet_id, item_id, points, remark, marks, version, saved_at) "
                f"SELECT sheet.id, item.id, {POINTS}, '', '{{}}', 1, now() "
                f"FROM {sheet} sheet JOIN {given} a ON a.id = sheet.assignment_id, {item} item "
                "WHERE a.round_id = %s AND item.standard_id = %s ORDER BY sheet.id, item.id",
                [self.round.pk, self.standard.pk],
            )
            cursor.execute(
                f"UPDATE {sheet} SET total = (SELECT sum(points) FROM {score} WHERE sheet_id = {sheet}.id) "
                f"WHERE assignment_id IN (SELECT id FROM {given} WHERE round_id = %s)",
                [self.round.pk],
            )

    def _history(self) -> None:
        """A chain for every record, as handing in leaves it."""
        sheets = ScoreSheet.objects.filter(assignment__round=self.round)
        for records in (list(sheets), self.candidacies):
            for at in range(0, len(records), 1000):
                ledger.append_all([(record, "", "") for record in records[at : at + 1000]], move="create")

    # What is measured

    def page(self, name: str) -> None:
        round_, unit = self.round.pk, self.candidacies[7].pk
        address = {
            "dashboard": reverse("reviews:lead_round", args=[round_]),
            "ranking": reverse("reviews:lead_results", args=[round_]),
            "result page": reverse("reviews:lead_unit_result", args=[round_, unit]),
        }[name]
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    def rendering(self, name: str) -> float:
        """Seconds of a page that its template takes."""
        spent, render = [], Template.render

        def timed(template, context=None, request=None):
            started = time.perf_counter()
            try:
                return render(template, context, request)
            finally:
                spent.append(time.perf_counter() - started)

        with patch.object(Template, "render", timed):
            self.page(name)
        return max(spent)

    def queries(self, name: str) -> int:
        with CaptureQueriesContext(connection) as found:
            self.page(name)
        return len(found)

    def closing(self) -> tuple[float, int]:
        """Seconds and queries of closing the round, which is open again afterwards."""
        with CaptureQueriesContext(connection) as found:
            self._undone(self._close)
        return min(self._undone(self._close) for _ in range(CLOSINGS)), len(found)

    def _close(self) -> None:
        perform(Round.objects.get(pk=self.round.pk), "close", by=self.officer)

    @staticmethod
    def _undone(call) -> float:
        started = time.perf_counter()
        try:
            with transaction.atomic():
                call()
                raise Rollback
        except Rollback:
            return time.perf_counter() - started

    # What it is held against

    def sums_of_sheets(self) -> None:
        """One figure for each unit out of the totals of its sheets."""
        sheet, given = ScoreSheet._meta.db_table, Assignment._meta.db_table
        _fetch(
            f"SELECT a.candidacy_id, avg(s.total), max(s.total) - min(s.total), count(*) FROM {sheet} s "
            f"JOIN {given} a ON a.id = s.assignment_id WHERE a.state = 'assigned' AND s.state = 'submitted' "
            f"AND a.round_id = {self.round.pk} GROUP BY a.candidacy_id ORDER BY 2 DESC"
        )

    def sums_of_scores(self) -> None:
        """One figure for each unit out of single scores."""
        score, sheet, given = (model._meta.db_table for model in (Score, ScoreSheet, Assignment))
        _fetch(
            f"SELECT a.candidacy_id, sum(c.points) / count(DISTINCT s.id) FROM {score} c "
            f"JOIN {sheet} s ON s.id = c.sheet_id JOIN {given} a ON a.id = s.assignment_id "
            f"WHERE a.round_id = {self.round.pk} GROUP BY a.candidacy_id ORDER BY 2 DESC"
        )

    def plain_writes(self) -> float:
        """Seconds that PostgreSQL takes to write what a closing writes, in four statements without a hash or a rule."""
        return min(self._undone(self._write) for _ in range(CLOSINGS))

    def _write(self) -> None:
        ledger_, sheet, given, unit = (
            model._meta.db_table for model in (LedgerEntry, ScoreSheet, Assignment, Candidacy)
        )
        mine = f"assignment_id IN (SELECT id FROM {given} WHERE round_id = {self.round.pk})"
        entry = (
            f"INSERT INTO {ledger_} (record_type, record_id, sequence, at, actor_name, move, label, source, target, "
            "note, digest, columns, previous_hash, hash, signature) "
            "SELECT '{}', id, 99, now(), '', '', '', '', '', '', "
            f"'{GENESIS}', '', '{GENESIS}', '{GENESIS}', '{GENESIS}' FROM {{}} WHERE {{}}"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {sheet} SET state = 'locked' WHERE {mine}")
            cursor.execute(entry.format("sheet", sheet, mine))
            cursor.execute(f"UPDATE {unit} SET state = 'met' WHERE cycle_id = {self.cycle.pk}")
            cursor.execute(entry.format("unit", unit, f"cycle_id = {self.cycle.pk}"))

    def panels_in_a_loop(self, count: int) -> None:
        for candidacy in self.candidacies[:count]:
            seats = candidacy.assignments.filter(round=self.round).select_related("sheet", "reviewer")
            sum(seat.sheet.state == "submitted" for seat in seats)

    def results_in_a_loop(self, count: int) -> None:
        """Unit by unit, sheet by sheet: what one writes first."""
        for candidacy in self.candidacies[:count]:
            totals = []
            for given in candidacy.assignments.filter(round=self.round).select_related("sheet"):
                totals.append(sum(score.points for score in given.sheet.scores.select_related("item")))
            sum(totals) / len(totals)

    def closing_in_a_loop(self, count: int) -> float:
        """Seconds of locking so many units' sheets one by one, without results and messages."""
        sheets = ScoreSheet.objects.filter(assignment__candidacy__in=self.candidacies[:count])

        def lock() -> None:
            for sheet in sheets:
                perform(sheet, "lock", by=None)

        return self._undone(lock)


def _fetch(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()
