"""An import from the file to the register: received, checked, shown, confirmed, written.

Checking and writing are jobs of small steps, each with its checkpoint in one transaction: a worker that dies at any
moment costs the step it was in, and nobody is written twice, because the card's index is unique.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock, grams
from core.lifecycle import consequence, perform
from core.models import Job
from core.services import jobs, ledger
from core.services.jobs import JobFailed
from core.spreadsheets import UnreadableSpreadsheet
from core.spreadsheets.streaming import open_table, opened, sealed
from volunteers.enums import StagedOutcome, VolunteerImportState, VolunteerState
from volunteers.importing import columns, pieces, staging
from volunteers.importing.checking import Fault, RowChecker
from volunteers.importing.codes import Codes, allowed_organisations
from volunteers.models import ImportFault, StagedVolunteer, VolunteerImport
from volunteers.models.number_series import first_of_block
from volunteers.queries.known import FORGOTTEN, MERGED

MOST_BYTES, MOST_ROWS = 100 << 20, 1_000_000
CHECK, WRITE = "check_volunteers", "write_volunteers"
ROWS_A_STEP = 10_000
GONE = "上传的内容已经清除，请重新上传"
REPEATED = "与第 {first} 行的证件号码重复"
FOREIGN = "该证件已由其他组织登记，资料由其登记组织维护"


def receive(upload, *, by, basis: str, organisation=None) -> VolunteerImport:
    """Take in a file (anything with `name` and `chunks()`), and have it checked in the background.

    Raises ValidationError with a sentence when there is no table in it, no head, or too much of it.
    """
    with tempfile.NamedTemporaryFile(delete=False) as file:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    try:
        if os.path.getsize(file.name) > MOST_BYTES:
            raise ValidationError(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件。")
        batch = _read(file.name)
    finally:
        Path(file.name).unlink(missing_ok=True)
    batch.file_name, batch.digest = Path(upload.name).name[:200], digest.hexdigest()
    batch.created_by, batch.basis, batch.organisation = by, basis, organisation
    return _start(batch, by)


@transaction.atomic
def _start(batch: VolunteerImport, by) -> VolunteerImport:
    batch.save()
    ledger.append_creation(batch, by=by, note=f"文件摘要 {batch.digest}")
    batch.check_job = jobs.start(
        CHECK, by=by, arguments={"batch": batch.pk}, title=f"核对 {batch.file_name}", total=batch.total_count
    )
    batch.save(update_fields=["check_job"])
    return batch


def _read(path: str) -> VolunteerImport:
    """Where the columns stand, and all rows as pieces."""
    try:
        with open_table(path) as table:
            source = table.pieces()
            first = next(source, sealed([]))
            header_row, places = columns.read_header(opened(first))
            kept = pieces.keep(chain([first], source, _end_of(table)))
            return VolunteerImport(
                sheet=table.sheet[:80],
                other_sheets="、".join(table.others)[:300],
                rows_file=kept,
                header_row=header_row,
                places=places,
                total_count=table.total,
            )
    except (UnreadableSpreadsheet, columns.NoHeader) as error:
        raise ValidationError(str(error)) from error


def _end_of(table) -> Iterator[bytes]:
    """Nothing more, when all that came is not too much."""
    if table.total > MOST_ROWS:
        raise UnreadableSpreadsheet(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。")
    yield from ()


# Checking


def check_step(job: Job) -> bool:
    """Look at some pieces of rows; after the last one at the set as a whole."""
    batch = _batch(job, VolunteerImportState.CHECKING)
    rows, after = _next_rows(batch, job.checkpoint.get("position", 0))
    if not rows:
        _check_the_set(batch)
        job.result_url = batch.get_absolute_url()
        return False
    _check_piece(batch, rows)
    job.advance(len(rows), checkpoint={"position": after})
    return True


def _next_rows(batch: VolunteerImport, position: int) -> tuple[list, int]:
    rows: list = []
    try:
        while len(rows) < ROWS_A_STEP:
            piece, position = pieces.read(batch.rows_file, position)
            if not piece:
                break
            rows += piece
    except FileNotFoundError:
        raise JobFailed(GONE) from None
    return rows, position


def _check_piece(batch: VolunteerImport, piece: list) -> None:
    checker = _checker(batch)
    good, faults = [], []
    for number, values in piece:
        if number <= batch.header_row:
            continue
        found = checker.staged(number, values)
        if isinstance(found, list):
            faults += found
        else:
            good.append(found)
    staging.stage(batch, good)
    _keep(batch, faults)


def _checker(batch: VolunteerImport) -> RowChecker:
    words = grams.as_vector if staging.is_postgres() else grams.as_words
    codes = Codes.read(batch.created_by)
    return RowChecker(batch.places, codes, organisation_id=batch.organisation_id, in_words=words)


def _check_the_set(batch: VolunteerImport) -> None:
    """What single rows cannot know: repetition, and who is on the register already."""
    label = columns.LABELS[columns.IDENTITY]
    own = None if batch.created_by.is_superuser else _own_keys(batch)
    faults = [
        *(Fault(row, label, "", REPEATED.format(first=first)) for row, first in staging.repeated_rows(batch)),
        *(
            Fault(row, label, "", MERGED.format(number=number))
            for row, number in staging.rows_on_register(batch, [VolunteerState.MERGED])
        ),
        *(Fault(row, label, "", FORGOTTEN) for (row,) in staging.forgotten_rows(batch)),
        *(Fault(row, label, "", FOREIGN) for (row,) in staging.foreign_rows(batch, own)),
    ]
    _keep(batch, faults)
    rows = sorted({fault.row for fault in faults})
    for at in range(0, len(rows), ROWS_A_STEP):
        StagedVolunteer.objects.filter(batch=batch, row__in=rows[at : at + ROWS_A_STEP]).delete()
    counts = staging.classify(batch)
    batch.new_count = counts.get(StagedOutcome.NEW, 0)
    batch.changed_count = counts.get(StagedOutcome.CHANGED, 0)
    batch.same_count = counts.get(StagedOutcome.SAME, 0)
    batch.faulty_count = batch.faults.order_by().values("row").distinct().count()
    batch.total_count = batch.new_count + batch.changed_count + batch.same_count + batch.faulty_count
    batch.save()
    perform(batch, "preview", by=None)


def _own_keys(batch: VolunteerImport) -> list[int]:
    return list(allowed_organisations(batch.created_by).order_by().values_list("pk", flat=True))


def _keep(batch: VolunteerImport, faults: list[Fault]) -> None:
    ImportFault.objects.bulk_create(
        (
            ImportFault(batch=batch, row=f.row, column=f.column, value=f.value, reason=f.reason[:200])
            for f in faults
        ),
        batch_size=2000,
    )


# Writing


@consequence("start_writing")
def start_writing(batch: VolunteerImport, *, by, **_) -> None:
    total = batch.staged.count()
    batch.write_job = jobs.start(
        WRITE, by=by, arguments={"batch": batch.pk}, title=f"导入 {batch.file_name}", total=total
    )
    batch.save(update_fields=["write_job"])


def write_step(job: Job) -> bool:
    """Put one stretch of rows on the register; the last step ends the import."""
    batch = _batch(job, VolunteerImportState.CONFIRMED)
    first, today = job.checkpoint.get("row", 0), clock.today()
    ahead = batch.staged.filter(row__gt=first).order_by("row")
    rows = list(ahead.values_list("row", flat=True)[:ROWS_A_STEP])
    if not rows:
        perform(batch, "finish", by=None)
        job.result_url = batch.get_absolute_url()
        return False
    serial = first_of_block(today.year, len(rows))
    staging.write(batch, rows[0], rows[-1], year=today.year, serial=serial, today=today)
    staging.add_skills(batch, rows[0], rows[-1])
    job.advance(len(rows), checkpoint={"row": rows[-1]})
    return True


@consequence("forget_rows")
def forget_rows(batch: VolunteerImport, *, by, **_) -> None:
    """Staged rows go; faults stay with what was done, without what was put away. Files go when this is sure."""
    StagedVolunteer.objects.filter(batch=batch).delete()
    if batch.state == VolunteerImportState.DISCARDED:
        ImportFault.objects.filter(batch=batch).delete()
    name = batch.upload_to_forget
    transaction.on_commit(lambda: pieces.forget(name))


def forget_left_lying() -> int:
    """Imports that nobody confirmed within a day; returns how many."""
    found = list(VolunteerImport.objects.left_lying())
    for batch in found:
        perform(batch, "lapse", by=None)
    return len(found)


def _batch(job: Job, state: str) -> VolunteerImport:
    batch = VolunteerImport.objects.select_related("created_by").get(pk=job.arguments["batch"])
    if batch.state != state:
        raise JobFailed(f"导入{batch.get_state_display()}，不再继续")
    return batch
