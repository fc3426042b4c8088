"""The register of volunteers for benchmarks: a table to import, and ways to import and to export it.

`python -m benchmarks._volunteers WAY ROWS FILE` runs one way in a process of its own on the database of DATABASE_URL
and prints seconds and peak memory as JSON, so that no way profits from what another has loaded.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from demo.scale.people import Person, people

ORGANISATIONS = 397
HEAD = ("姓名", "身份证号", "手机号", "出生日期", "性别", "居住区划代码", "所属组织", "注册日期")
OFFICE = "一次实名登记，纸质同意书由组织保管"


def write_table(path: Path, count: int) -> None:
    from rustpy_xlsxwriter import FastExcel  # only this process needs it

    rows = (dict(zip(HEAD, _cells(at, one), strict=True)) for at, one in enumerate(people(count)))
    FastExcel(str(path)).format(datetime_format="yyyy-mm-dd").sheet("名册", rows).save()


def _cells(at: int, one: Person) -> tuple:
    sex = "男" if one.is_male else "女"
    return (
        one.name, one.identity_number, one.phone, one.birth_date, sex, "442000", f"示例志愿服务队{at % ORGANISATIONS}",
        one.registered_on,
    )  # fmt: skip


def set_up() -> None:
    """Django on the database of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()


def make_tables() -> None:
    """Tables as the models say, without the way there, and the organisations."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from accounts.models import User
    from tests import factories as make
    from volunteers.models import VolunteerOrganisation

    _, city, _ = make.make_line()
    for at in range(ORGANISATIONS):
        VolunteerOrganisation.objects.create(
            name=f"示例志愿服务队{at}", code=f"ZY{at:04d}", committee=city, region=city.region
        )
    User.objects.create_superuser("bench", password=None, name="测试员")


def empty() -> None:
    """No volunteer and no import."""
    from django.db import connection

    from volunteers.models import ImportFault, StagedVolunteer, Volunteer, VolunteerImport

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {Volunteer._meta.db_table}, {VolunteerImport._meta.db_table} CASCADE")
        return
    for model in (ImportFault, StagedVolunteer, VolunteerImport, Volunteer):
        model.objects.all()._raw_delete("default")  # no row comes into this process: its memory is measured


def warm_up() -> None:
    """What a server and its worker hold long before anybody imports: the code, the addresses, a connection."""
    from django.db import connection
    from django.urls import reverse

    from benchmarks import _stock_volunteers  # noqa: F401
    from core.services import jobs

    reverse("admin:index")
    jobs._registered("check_volunteers")
    connection.ensure_connection()


# Ways to import


def ours(path: Path) -> None:
    """Upload, check, preview, confirm, write: what an officer does, with the jobs run here."""
    from django.core.files import File

    from accounts.models import User
    from core.lifecycle import perform
    from core.services import jobs
    from volunteers.models import VolunteerImport
    from volunteers.resources.volunteers import result_of
    from volunteers.services import importing

    user = User.objects.get(username="bench")
    with path.open("rb") as file:
        batch = importing.receive(File(file, name=path.name), by=user, basis=OFFICE)
    jobs.run(batch.check_job_id)
    batch = VolunteerImport.objects.get(pk=batch.pk)
    result_of(batch)
    batch = perform(batch, "confirm", by=user)
    jobs.run(batch.write_job_id)


def stock(path: Path, **meta) -> None:
    """django-import-export as its manual begins: a dry run for the preview, then the import."""
    from import_export.formats.base_formats import XLSX

    from benchmarks._stock_volunteers import stock_resource

    for dry_run in (True, False):
        dataset = XLSX().create_dataset(path.read_bytes())
        result = stock_resource(**meta)().import_data(dataset, dry_run=dry_run)
        assert not result.has_errors(), result.row_errors()[:1]
        assert not result.has_validation_errors(), result.invalid_rows[0].error


def bulk(path: Path) -> None:
    """The same with everything that its manual offers for large files."""
    stock(
        path, use_bulk=True, batch_size=2000, skip_diff=True, skip_html_diff=True, report_skipped=False,
        force_init_instance=True, store_row_values=False,
    )  # fmt: skip


def limit(path: Path) -> None:
    """Parse and copy into the final table with its indexes, nothing checked: about as fast as it can be."""
    from python_calamine import CalamineWorkbook

    from benchmarks._stock_volunteers import copy_rows

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    next(rows)
    copy_rows(rows)


# Ways to export


def ours_export(path: Path, suffix: str = "xlsx") -> None:
    from accounts.models import User
    from core.services import jobs
    from volunteers import tasks  # noqa: F401  (knows the kind; the other houses' tasks are not needed)
    from volunteers.services import exporting

    user = User.objects.get(username="bench")
    job = exporting.start(by=user, suffix=suffix)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    path.write_bytes(job.result_file.read())
    job.result_file.delete()


def ours_export_csv(path: Path) -> None:
    ours_export(path, "csv")


def stock_export(path: Path) -> None:
    from benchmarks._stock_volunteers import export_resource
    from volunteers.models import Volunteer

    rows = Volunteer.objects.select_related("region", "organisation")
    path.write_bytes(export_resource()().export(queryset=rows).export("xlsx"))


WAYS: dict[str, Callable[[Path], None]] = {
    "ours": ours, "stock": stock, "bulk": bulk, "limit": limit, "ours_export": ours_export,
    "ours_export_csv": ours_export_csv, "stock_export": stock_export,
}  # fmt: skip


def main(way: str, path: str) -> None:
    set_up()
    from volunteers.models import Volunteer

    if "export" not in way:
        empty()
    warm_up()
    with Memory() as memory:
        started = time.perf_counter()
        WAYS[way](Path(path))
        seconds = time.perf_counter() - started
    answer = {"seconds": round(seconds, 2), "rss_mb": memory.peak, "idle_mb": memory.idle}
    print(json.dumps(answer | {"rows": Volunteer.objects.count()}))


class Memory:
    """Peak of this process and its children in MB, looked at twenty times a second; `idle` is that of before."""

    def __enter__(self):
        self.idle = self.peak = self.now()
        self.ended = threading.Event()
        self.watcher = threading.Thread(target=self._watch, daemon=True)
        self.watcher.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.watcher.join()

    def _watch(self):
        while not self.ended.wait(0.05):
            self.peak = max(self.peak, self.now())

    def now(self) -> int:
        own = os.getpid()
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return sum(self._of(pid) for pid in (own, *children))

    def _of(self, pid) -> int:
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return 0
        return pages * resource.getpagesize() >> 20


if __name__ == "__main__":
    if sys.argv[1] == "make_tables":
        set_up()
        make_tables()
    else:
        main(*sys.argv[1:])
