"""Tables of invented volunteers, clean and dirty, as files."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.services import jobs
from tests.volunteers.register_world import identity_number
from volunteers.models import VolunteerImport
from volunteers.services import importing

HEAD = ("姓名", "身份证号", "手机号", "出生日期", "性别", "所属组织", "注册日期")


def row(at: int, *, name="张示例", organisation="ZS002", **values) -> list:
    """A clean row of the person number `at`."""
    birth = date(1990 + at % 10, 1 + at % 12, 1 + at % 28)
    clean = {
        "name": name,
        "identity": identity_number(birth, serial=at % 1000),
        "phone": f"137{at:08d}",
        "birth": birth,
        "sex": "男" if at % 2 else "女",
        "organisation": organisation,
        "registered": date(2024, 5, 1),
    }
    return list({**clean, **values}.values())


def workbook(rows, *, head=HEAD, change=None) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    sheet.append(head)
    for values in rows:
        sheet.append(values)
    if change:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("名册.xlsx", file.getvalue())


def text_file(rows, *, encoding="utf-8", head=HEAD) -> SimpleUploadedFile:
    lines = [",".join(head), *(",".join(str(value) for value in values) for values in rows)]
    return SimpleUploadedFile("名册.csv", "\r\n".join(lines).encode(encoding))


def received(upload, *, by, organisation=None) -> VolunteerImport:
    return importing.receive(upload, by=by, basis="纸质同意书由组织保管", organisation=organisation)


def checked(upload, *, by, organisation=None) -> VolunteerImport:
    batch = received(upload, by=by, organisation=organisation)
    jobs.run(batch.check_job_id)
    return VolunteerImport.objects.get(pk=batch.pk)


def reasons(batch: VolunteerImport) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.reason) for fault in batch.faults.all()]
