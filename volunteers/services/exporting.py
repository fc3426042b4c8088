"""Exporting volunteers: masked, or plain for a purpose that each of them can read; in pieces, by a job.

The rows are gathered in steps into an encrypted file (a killed worker goes on where it was), then a library writes
the workbook from it as a stream, so memory stays the same for any number of people.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.temp import NamedTemporaryFile
from django.db import models
from django.db.models import ExpressionWrapper, F
from django.utils import timezone
from rustpy_xlsxwriter import FastExcel, write_csv

from core import clock
from core.crypto import decrypter
from core.masking import mask_identity_number, mask_name, mask_phone
from core.models import Job
from core.services import jobs
from core.services.access import record_views
from units.models import Region
from volunteers.enums import IdentityKind, VolunteerState
from volunteers.importing import pieces
from volunteers.models import Skill, Volunteer, VolunteerOrganisation

KIND = "export_volunteers"
ROWS_A_STEP = 10_000
LABELS = (
    "志愿者编号", "姓名", "证件类型", "证件号码", "出生日期", "性别", "联系电话", "居住区划", "登记组织", "服务技能",
    "注册日期", "状态",
)  # fmt: skip
WIDTHS = (15, 12, 12, 21, 12, 6, 15, 14, 30, 20, 12, 8)
SEXES = {"male": "男", "female": "女", "": ""}
LOOKED_AT = "导出完整信息"


class Suffix(models.TextChoices):
    XLSX = "xlsx", "Excel（XLSX）"
    CSV = "csv", "CSV（UTF-8）"


def start(*, by, suffix: str, purpose: str = "", state: str = VolunteerState.ACTIVE) -> Job:
    """An export of all volunteers whom `by` sees; plain when there is a purpose. Raises PermissionDenied."""
    if not by.has_perm("volunteers.export_volunteer"):
        raise PermissionDenied("volunteers.export_volunteer")
    arguments = {"suffix": Suffix(suffix).value, "purpose": purpose.strip(), "state": state}
    title = f"志愿者名册（{'完整信息' if purpose.strip() else '掩码'}）"
    return jobs.start(KIND, by=by, title=title, arguments=arguments, total=_rows(by, state).count())


def step(job: Job) -> bool:
    """Gather the next rows, newest first; after the last ones write the file."""
    at = job.checkpoint or {"before": None, "file": "", "position": 0}
    rows = list(_raw(job, at["before"])[:ROWS_A_STEP])
    if not rows:
        _write(job, at["file"])
        return False
    if purpose := job.arguments["purpose"]:
        record_views(Volunteer, [row[0] for row in rows], LOOKED_AT, by=job.created_by, purpose=purpose)
    name, position = pieces.append(at["file"], at["position"], list(_shown(rows, plain=bool(purpose))))
    job.advance(len(rows), checkpoint={"before": rows[-1][0], "file": name, "position": position})
    return True


def watermark(job: Job) -> str:
    asked = timezone.localtime(job.created_at)
    purpose = f"　用途：{job.arguments['purpose']}" if job.arguments["purpose"] else "　内容已掩码"
    return f"导出人：{job.created_by}　{asked:%Y-%m-%d %H:%M}　编号：ZY-{job.pk:06d}{purpose}　含个人信息，请勿外传"


def forget_old() -> int:
    """Delete exported files after some days; returns how many."""
    before = clock.now() - timedelta(days=settings.EXPORT_DAYS)
    old = Job.objects.filter(kind=KIND, created_at__lt=before).exclude(result_file="", checkpoint={})
    count = 0
    for job in old:
        pieces.forget(job.checkpoint.get("file", ""))
        job.result_file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(result_file="", checkpoint={})
        count += 1
    return count


def _rows(user, state: str) -> models.QuerySet:
    return Volunteer.objects.visible_to(user).filter(state=state)


def _raw(job: Job, before: int | None) -> models.QuerySet:
    """Columns as they are stored: what is encrypted is opened in one go, not value by value."""
    rows = _rows(job.created_by, job.arguments["state"]).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    sealed = {f"sealed_{name}": ExpressionWrapper(F(name), output_field=models.TextField())
              for name in ("identity_number", "phone")}  # fmt: skip
    return rows.annotate(**sealed).values_list(
        "pk", "number", "name", "identity_kind", "sealed_identity_number", "birth_date", "sex", "sealed_phone",
        "region_id", "organisation_id", "registered_on", "state",
    )  # fmt: skip


def _shown(rows: list, *, plain: bool) -> Iterator[list]:
    """The rows as the table shows them, in the order of LABELS."""
    open_identity, open_phone = (
        decrypter("volunteers.volunteer.identity_number"),
        decrypter("volunteers.volunteer.phone"),
    )
    regions = dict(Region.objects.filter(pk__in={row[8] for row in rows}).values_list("pk", "name"))
    organisations = dict(VolunteerOrganisation.objects.values_list("pk", "name"))
    skills, kinds, states = _skills_of(rows), dict(IdentityKind.choices), dict(VolunteerState.choices)
    as_name, as_identity, as_phone = (
        (str, str, str) if plain else (mask_name, mask_identity_number, mask_phone)
    )
    for key, number, name, kind, identity, birth, sex, phone, region, organisation, registered, state in rows:
        yield [
            number, as_name(name), kinds[kind], as_identity(open_identity(identity)) if identity else "",
            (birth.isoformat() if plain else f"{birth:%Y}") if birth else "", SEXES[sex],
            as_phone(open_phone(phone)) if phone else "", regions.get(region, ""),
            organisations.get(organisation, ""), skills.get(key, ""), registered.isoformat(), states[state],
        ]  # fmt: skip


def _skills_of(rows: list) -> dict[int, str]:
    names = dict(Skill.objects.values_list("pk", "name"))
    found: dict[int, list[str]] = {}
    if names:
        links = Volunteer.skills.through.objects.filter(volunteer_id__range=(rows[-1][0], rows[0][0]))
        for volunteer, skill in links.values_list("volunteer_id", "skill_id"):
            found.setdefault(volunteer, []).append(names[skill])
    return {key: "、".join(words) for key, words in found.items()}


def _write(job: Job, gathered: str) -> None:
    with NamedTemporaryFile(suffix=f".{job.arguments['suffix']}") as file:
        if job.arguments["suffix"] == Suffix.XLSX:
            write_workbook(file.name, _records(gathered), watermark(job))
        else:
            write_text(file.name, _records(gathered), watermark(job))
        with open(file.name, "rb") as written:
            job.result_file.save(f"volunteers-{job.pk}.{job.arguments['suffix']}", File(written), save=False)
    pieces.forget(gathered)


def _records(gathered: str) -> Iterator[dict]:
    position = 0
    while gathered:
        rows, position = pieces.read(gathered, position)
        if not rows:
            return
        for row in rows:
            yield dict(zip(LABELS, row, strict=True))


def write_workbook(path: str, records: Iterator[dict], mark: str) -> None:
    """The mark above the head. Cells are texts: no program takes one for a formula."""
    book = FastExcel(path).format(bold_headers=True).freeze(row=2)
    book.sheet(
        "志愿者",
        records,
        header_row=1,
        column_widths=list(WIDTHS),
        merge_ranges=[(0, 0, 0, len(LABELS) - 1, mark)],
    ).save()


def write_text(path: str, records: Iterator[dict], mark: str) -> None:
    """The mark in a last line, so that programs find the head where they look for it."""
    write_csv(_marked(records, mark), path, sanitize_formulas=True, bom=True)


def _marked(records: Iterator[dict], mark: str) -> Iterator[dict]:
    yield from records
    yield {label: mark if at == 0 else "" for at, label in enumerate(LABELS)}
