"""Exporting a closed round: written in pieces by a job, marked with who asked, recorded, and deleted after some days.

The pieces of the workbook lie beside the result in private storage until it is put together, so that a killed
worker goes on where it was and memory stays the same for any number of units.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.files.temp import NamedTemporaryFile
from django.db import transaction
from django.utils import timezone

from core import clock
from core.lifecycle import Finding, TransitionBlocked
from core.models import Job
from core.services import jobs
from core.services.access import record_view
from core.spreadsheets.writing import (
    FAINT,
    HEAD,
    MOST_ROWS,
    PLAIN,
    SheetPieces,
    Value,
    rows_xml,
    write_workbook,
)
from reviews.enums import RoundState
from reviews.models import Round
from reviews.resources import round_notes
from reviews.resources.round_export import SECTIONS, Section, ranked

KIND = "export_round"
NOTE_COLUMNS = {"项目": 20, "说明": 100}


def start_export(round_: Round, *, by) -> Job:
    """A job that writes the workbook; the one that is still at it when the same person asks twice.

    Raises TransitionBlocked for a round that is not closed: an export says nothing while somebody still scores.
    """
    if round_.state != RoundState.CLOSED:
        raise TransitionBlocked([Finding(ok=False, text="考核结束后才能导出")])
    own = Job.objects.live().filter(kind=KIND, created_by=by, arguments__round=round_.pk).first()
    if own is not None:
        return own
    job = jobs.start(
        KIND,
        by=by,
        title=f"{round_.name}考核结果",
        total=round_.results.count() * len(SECTIONS),
        arguments={"round": round_.pk},
    )
    record_view(round_, f"导出全部评分（编号 {number_of(job)}）", by=by)
    return job


def number_of(job: Job) -> str:
    """What the watermark and the record of access say: DC-20260512-000012."""
    return f"DC-{timezone.localtime(job.created_at):%Y%m%d}-{job.pk:06d}"


def watermark(job: Job) -> str:
    asked = timezone.localtime(job.created_at)
    return (
        f"导出人：{job.created_by}　导出时间：{asked:%Y-%m-%d %H:%M}　编号：{number_of(job)}　"
        "仅供本轮考核审核认定使用，请勿外传"
    )


def write_some(job: Job) -> bool:
    """One step: the next units of the sheet that is being written, or all of the pieces into one file."""
    round_ = Round.objects.select_related("cycle").get(pk=job.arguments["round"])
    at = job.checkpoint or {"section": 0, "start": 0, "row": 1, "pieces": [[]]}
    if at["section"] == len(SECTIONS):
        _put_together(job, round_, at["pieces"])
        return False
    section = SECTIONS[at["section"]]
    units = ranked(round_, at["start"], section.at_once)
    rows = list(section.rows(round_, units))
    content, row = _piece(job, round_, section, rows, at, is_last=len(units) < section.at_once)
    at["pieces"][-1].append(_keep(job, at["section"], at["start"], content))
    if len(units) < section.at_once:
        at |= {"section": at["section"] + 1, "start": 0, "row": 1, "pieces": [*at["pieces"], []]}
    else:
        at |= {"start": at["start"] + section.at_once, "row": row}
    job.advance(len(units), checkpoint=at)
    return True


def _piece(job: Job, round_: Round, section: Section, rows: Sequence, at: dict, *, is_last: bool):
    """XML of the rows, with watermark and head before the first and watermark after the last; the next row's number."""
    row, found = at["row"], []
    if row == 1:
        found = [rows_xml([[watermark(job)]], first=1, style=FAINT)]
        found += [rows_xml([list(section.columns(round_))], first=2, style=HEAD)]
        row = 3
    if row + len(rows) > MOST_ROWS - 1:
        raise jobs.JobFailed(f"“{section.name}”超过一张工作表的行数上限，请联系系统管理员")
    found.append(rows_xml(rows, first=row, style=PLAIN))
    row += len(rows)
    if is_last:
        found.append(rows_xml([[watermark(job)]], first=row, style=FAINT))
    return b"".join(found), row


def _keep(job: Job, section: int, start: int, content: bytes) -> str:
    """Written again by a second attempt, the piece lies at the same place."""
    name, store = f"jobs/pieces-{job.pk}/{section}-{start}.xml", storages["private"]
    store.delete(name)
    return store.save(name, ContentFile(content))


def _put_together(job: Job, round_: Round, pieces: Sequence[Sequence[str]]) -> None:
    mark = watermark(job)
    sheets = [
        SheetPieces(section.name, list(section.columns(round_).values()), _read(names), frozen=2, footer=mark)
        for section, names in zip(SECTIONS, pieces, strict=False)
    ]
    with NamedTemporaryFile(suffix=".xlsx") as file:
        write_workbook(file, [*sheets, _notes(job, round_)])
        file.seek(0)
        job.result_file.save(f"{number_of(job)}.xlsx", File(file), save=False)
    transaction.on_commit(lambda: _drop(pieces))


def _drop(pieces: Iterable[Sequence[str]]) -> None:
    for name in chain.from_iterable(pieces):
        storages["private"].delete(name)


def _notes(job: Job, round_: Round) -> SheetPieces:
    mark = watermark(job)
    rows: list[Sequence[Value]] = list(round_notes.notes_of(round_))
    content = [
        rows_xml([[mark]], first=1, style=FAINT),
        rows_xml([list(NOTE_COLUMNS)], first=2, style=HEAD),
        rows_xml(rows, first=3),
        rows_xml([[mark]], first=3 + len(rows), style=FAINT),
    ]
    return SheetPieces(round_notes.NAME, list(NOTE_COLUMNS.values()), content, frozen=2, footer=mark)


def _read(names: Sequence[str]) -> Iterator[bytes]:
    for name in names:
        with storages["private"].open(name, "rb") as piece:
            yield piece.read()


def note_download(job: Job, user) -> bool:
    """Write down who fetched the file, and when; False for somebody who does not lead or oversee the round any more."""
    round_ = Round.objects.moderated_by(user).filter(pk=job.arguments["round"]).first()
    if round_ is None:
        return False
    record_view(round_, f"下载全部评分（编号 {number_of(job)}）", by=user)
    return True


def forget_old() -> int:
    """Delete files whose days are over, and pieces of what never ended; returns how many jobs. Safe to run twice."""
    old = Job.objects.filter(kind=KIND, finished_at__lt=clock.now() - timedelta(days=settings.EXPORT_DAYS))
    forgotten = list(old.exclude(result_file="", checkpoint={}))
    for job in forgotten:
        _drop(job.checkpoint.get("pieces", ()))
        job.result_file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(result_file="", checkpoint={}, done=0)
    return len(forgotten)
