"""The workbooks that the portal writes, byte by byte where programs are strict."""

import io
import struct
from zipfile import ZipFile

from openpyxl import load_workbook

from core.spreadsheets.writing import SheetPieces, rows_xml, write_workbook


def written() -> bytes:
    file = io.BytesIO()
    write_workbook(file, [SheetPieces("结果", [20], [rows_xml([["甲集体"]], first=1)])])
    return file.getvalue()


def test_parts_carry_no_zip64_which_excel_refuses_in_small_files():
    content = written()
    for part in ZipFile(io.BytesIO(content)).infolist():
        version, *_, name_length, extra = struct.unpack_from("<4xHHHHHIIIHH", content, part.header_offset)
        assert name_length == len(part.filename)
        assert (version, extra) == (20, 0)


def test_a_workbook_is_read_by_others():
    assert load_workbook(io.BytesIO(written()))["结果"]["A1"].value == "甲集体"
