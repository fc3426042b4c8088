"""The rows of an import that were not imported, as a workbook to be mended: row, column, value, reason."""

from collections.abc import Iterator
from typing import IO

from rustpy_xlsxwriter import FastExcel

from volunteers.models import VolunteerImport

WIDTHS = {"行": 8, "列": 16, "内容": 30, "原因": 60}


def write_faults(batch: VolunteerImport, file: IO[bytes]) -> None:
    """Streamed: memory stays the same for any number of rows. Texts stay texts, whatever they begin with."""
    book = FastExcel(file).format(bold_headers=True).freeze(row=1)
    book.sheet("未导入的行", _rows(batch), column_widths=WIDTHS).save()


def _rows(batch: VolunteerImport) -> Iterator[dict]:
    empty = True
    for fault in batch.faults.order_by("row", "pk").iterator(2000):
        empty = False
        yield {"行": fault.row, "列": fault.column or "整行", "内容": fault.value, "原因": fault.reason}
    if empty:
        yield {"行": None, "列": "", "内容": "", "原因": "没有未导入的行"}
