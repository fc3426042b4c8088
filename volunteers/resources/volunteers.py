"""django-import-export's view of the register: columns, and a `Result` for the preview of an import.

The stock engine asks the database for every row and keeps all of them in memory. This resource overrides
`import_data`: it hands the file to the portal's own import and returns a normal `Result` with exact totals, every
row that cannot be imported, and the first rows that can.
"""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import Resource
from import_export.results import InvalidRow, Result, RowResult

from core.lifecycle import perform
from core.services import jobs
from volunteers.enums import StagedOutcome, VolunteerImportState
from volunteers.importing import columns
from volunteers.models import StagedVolunteer, VolunteerImport
from volunteers.services import importing

SHOWN = 100
TYPES = {
    StagedOutcome.NEW: RowResult.IMPORT_TYPE_NEW,
    StagedOutcome.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    StagedOutcome.SAME: RowResult.IMPORT_TYPE_SKIP,
}


class VolunteerResource(Resource):
    """One row for a person; `import_id_fields` is the card, found by its blind index."""

    name = Field(column_name=columns.LABELS[columns.NAME])
    identity_number = Field(column_name=columns.LABELS[columns.IDENTITY])
    identity_kind = Field(column_name=columns.LABELS[columns.KIND])
    birth_date = Field(column_name=columns.LABELS[columns.BIRTH])
    sex = Field(column_name=columns.LABELS[columns.SEX])
    phone = Field(column_name=columns.LABELS[columns.PHONE])
    region = Field(column_name=columns.LABELS[columns.REGION])
    organisation = Field(column_name=columns.LABELS[columns.ORGANISATION])
    skills = Field(column_name=columns.LABELS[columns.SKILLS])
    registered_on = Field(column_name=columns.LABELS[columns.REGISTERED])

    class Meta:
        import_id_fields = ["identity_number"]

    @classmethod
    def get_display_name(cls):
        return "志愿者"

    def import_data(
        self, dataset, dry_run=False, raise_errors=False, *, user, basis, organisation=None, **kwargs
    ):
        """`dataset` is an uploaded file, or the `VolunteerImport` that an earlier dry run left; both jobs are done
        here and now. Raises ValidationError for a file that cannot be read.
        """
        batch = dataset if isinstance(dataset, VolunteerImport) else None
        if batch is None:
            batch = importing.receive(dataset, by=user, basis=basis, organisation=organisation)
        jobs.run(batch.check_job_id)
        batch = VolunteerImport.objects.get(pk=batch.pk)
        result = result_of(batch)
        if (
            not dry_run
            and batch.state == VolunteerImportState.PREVIEWED
            and batch.new_count + batch.changed_count
        ):
            batch = perform(batch, "confirm", by=user)
            jobs.run(batch.write_job_id)
        result.batch = VolunteerImport.objects.get(pk=batch.pk)
        return result


def result_of(batch: VolunteerImport, *, shown: int = SHOWN, faults: int | None = None) -> Result:
    """What a checked import will do, in the shape that import-export's pages know; `faults` of all by default."""
    result = Result()
    result.diff_headers = VolunteerResource().get_diff_headers()
    result.total_rows = batch.total_count
    result.totals |= {
        RowResult.IMPORT_TYPE_NEW: batch.new_count,
        RowResult.IMPORT_TYPE_UPDATE: batch.changed_count,
        RowResult.IMPORT_TYPE_SKIP: batch.same_count,
        RowResult.IMPORT_TYPE_INVALID: batch.faulty_count,
    }
    for row, found in _by_row(batch.faults.order_by("row", "pk")[:faults]):
        error = ValidationError({fault.column or "整行": fault.reason for fault in found})
        result.invalid_rows.append(InvalidRow(row, error, [fault.value for fault in found]))
    for staged in StagedVolunteer.objects.filter(batch=batch).order_by("row")[:shown]:
        row = RowResult()
        row.import_type = TYPES.get(staged.outcome, RowResult.IMPORT_TYPE_NEW)
        row.object_repr = staged.name
        result.rows.append(row)
    return result


def _by_row(faults: QuerySet):
    gathered: dict[int, list] = {}
    for fault in faults.iterator(2000):
        gathered.setdefault(fault.row, []).append(fault)
    return gathered.items()
