"""Evidence: what a unit has recorded anyway, offered for the items of its self-assessment, nothing uploaded twice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.text import chinese_date
from creation_cycle.models import SelfAssessmentEntry, StandardItem
from creation_cycle.models.self_assessment_entry import RECORDS
from units.models import Unit
from workspace.enums import LinkState
from workspace.models import Activity, CareVisit, Innovation, UnitLink

RECENT = 100
"""How many of the newest records of a kind are weighed for suggestions; the picker finds all of them."""


@dataclass(frozen=True)
class Record:
    """One record as a line: `key` names it in forms, `words` is what it is compared by."""

    key: str
    day: date
    kind: str
    title: str
    url: str
    words: str = field(default="", repr=False)
    is_removed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether registered readers find its page too: the log's records, with their photos."""
        return self.key.startswith("activities-")

    def __str__(self):
        return f"{chinese_date(self.day)} {self.kind} {self.title}"


@dataclass(frozen=True)
class Source:
    """One kind of record: the relation of an entry that holds it, the unit's own, how to find and to show one."""

    relation: str
    label: str
    day: str
    of: Callable[[Unit], QuerySet]
    search: Callable[[str], Q]
    line: Callable[[object, Unit], tuple[str, str, str, str]]
    joins: tuple[str, ...] = ()
    prefetches: tuple[str, ...] = ()

    def rows(self, unit: Unit) -> QuerySet:
        return self.shown(self.of(unit)).order_by(f"-{self.day}", "-pk")

    def shown(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*self.joins).prefetch_related(*self.prefetches)

    def record(self, row, unit: Unit) -> Record:
        kind, title, url, words = self.line(row, unit)
        removed = getattr(row, "removed_at", None) is not None
        return Record(f"{self.relation}-{row.pk}", getattr(row, self.day), kind, title, url, words, removed)


def _activity(row, unit):
    words = [str(row.activity_type), row.theme, *map(str, row.duties.all())]
    return str(row.activity_type), row.theme, row.get_absolute_url(), " ".join(words)


def _innovation(row, unit):
    url = reverse("workspace:innovation", args=[unit.pk, row.pk])
    return "五小创新", row.name, url, f"创新作品 五小 成果 {row.category} {row.name}"


def _care(row, unit):
    """Code names only (domain.md §12.7)."""
    url = reverse("workspace:care_target", args=[unit.pk, row.target_id])
    return "关爱帮扶", row.target.code, url, f"关爱帮扶 志愿服务 社会 {row.target.get_kind_display()}"


def _link(row, unit):
    other, kind = row.other(unit), row.get_kind_display()
    url = reverse("workspace:link", args=[unit.pk, row.pk])
    return kind, f"{other} {row.topic}", url, f"联创结对 互学互访 共建 {kind} {row.topic}"


SOURCES: dict[str, Source] = {
    source.relation: source
    for source in (
        Source(
            "activities", "创建日志", "day", lambda unit: Activity.objects.kept().filter(unit=unit),
            lambda word: Q(theme__icontains=word) | Q(activity_type__name__icontains=word), _activity,
            joins=("activity_type",), prefetches=("duties",),
        ),
        Source(
            "innovations", "五小创新", "submitted_on", lambda unit: Innovation.objects.kept().filter(unit=unit),
            lambda word: Q(name__icontains=word) | Q(category__name__icontains=word), _innovation,
            joins=("category",),
        ),
        Source(
            "care_visits", "关爱帮扶", "day",
            lambda unit: CareVisit.objects.kept().filter(target__unit=unit),
            lambda word: Q(target__code__icontains=word), _care, joins=("target",),
        ),
        Source(
            "links", "联创结对", "starts_on",
            lambda unit: UnitLink.objects.of(unit).filter(state__in=[LinkState.CONFIRMED, LinkState.ENDED]),
            lambda word: Q(topic__icontains=word) | Q(proposer__name__icontains=word)
            | Q(partner__name__icontains=word),
            _link, joins=("proposer", "partner"),
        ),
    )
}  # fmt: skip


def record_keys(entries: Collection[SelfAssessmentEntry]) -> dict[int, set[str]]:
    """What stands behind each entry, by the entry's key; records that were taken back do not count."""
    found: dict[int, set[str]] = {entry.pk: set() for entry in entries}
    for relation in RECORDS:
        through = getattr(SelfAssessmentEntry, relation).through
        target = SelfAssessmentEntry._meta.get_field(relation).m2m_reverse_field_name()
        rows = through.objects.filter(selfassessmententry__in=found)
        if relation != "links":
            rows = rows.filter(**{f"{target}__removed_at__isnull": True})
        for entry, key in rows.values_list("selfassessmententry", target):
            found[entry].add(f"{relation}-{key}")
    return found


def evidence_of(entries: Collection[SelfAssessmentEntry], unit: Unit) -> Mapping[int, list[Record]]:
    """The records behind each entry for whoever reads it, those taken back since included; newest first."""
    found = defaultdict(list)
    for source in SOURCES.values():
        through = getattr(SelfAssessmentEntry, source.relation).through
        target = SelfAssessmentEntry._meta.get_field(source.relation).m2m_reverse_field_name()
        pairs = list(
            through.objects.filter(selfassessmententry__in=entries).values_list("selfassessmententry", target)
        )
        model = SelfAssessmentEntry._meta.get_field(source.relation).related_model
        rows = source.shown(model._base_manager.filter(pk__in={key for _, key in pairs}))
        records = {row.pk: source.record(row, unit) for row in rows}
        for entry, key in pairs:
            found[entry].append(records[key])
    return {
        entry.pk: sorted(found[entry.pk], key=lambda r: (r.day, r.key), reverse=True) for entry in entries
    }


def find(unit: Unit, relation: str, q: str = "") -> QuerySet:
    """The unit's rows of one kind, newest first; each word of `q` has to be found."""
    source = SOURCES[relation]
    rows = source.rows(unit)
    for word in q.split():
        rows = rows.filter(source.search(word))
    return rows


def own_records(unit: Unit, keys: Iterable[str]) -> dict[str, Record]:
    """Those of `keys` that name records of this unit which were not taken back; whatever else is left out."""
    numbers = defaultdict(set)
    for key in keys:
        relation, _, number = key.rpartition("-")
        if relation in SOURCES and number.isascii() and number.isdigit() and len(number) < 19:
            numbers[relation].add(int(number))
    found = {}
    for relation, wanted in numbers.items():
        source = SOURCES[relation]
        found |= _by_key(source, unit, source.rows(unit).filter(pk__in=wanted))
    return found


class Shelf:
    """The unit's newest records of every kind, read once for all items of a page; others are looked up by key."""

    def __init__(self, unit: Unit, keys: Iterable[str] = ()):
        self._records: dict[str, Record] = {}
        for source in SOURCES.values():
            self._records |= _by_key(source, unit, source.rows(unit)[:RECENT])
        self._records |= own_records(unit, set(keys) - set(self._records))
        self._pairs = {key: _pairs(record.words) for key, record in self._records.items()}

    def get(self, keys: Iterable[str]) -> list[Record]:
        """Those of `keys` that are the unit's own and not taken back, newest first."""
        found = [self._records[key] for key in keys if key in self._records]
        return sorted(found, key=lambda record: (record.day, record.key), reverse=True)

    def suggestions(self, item: StandardItem, *, taken: Collection[str], most: int) -> list[Record]:
        """Records that share words with the item first, then the newest."""
        wanted = _pairs(f"{item.dimension} {item.name} {item.guidance}")
        free = [record for key, record in self._records.items() if key not in taken]
        return sorted(free, key=lambda r: (-len(wanted & self._pairs[r.key]), -r.day.toordinal(), r.key))[
            :most
        ]


def _by_key(source: Source, unit: Unit, rows: Iterable) -> dict[str, Record]:
    records = [source.record(row, unit) for row in rows]
    return {record.key: record for record in records}


def _pairs(text: str) -> set[str]:
    """Neighbouring characters: Chinese words without a dictionary."""
    return {text[i : i + 2] for i in range(len(text) - 1) if not set(text[i : i + 2]) & set(" ，。、；：")}
