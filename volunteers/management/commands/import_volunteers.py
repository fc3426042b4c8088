"""`manage.py import_volunteers FILE`: the admin's import from the command line, with the same checks and figures."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.lifecycle import perform
from core.models import Job
from core.services import jobs
from volunteers.enums import VolunteerImportState
from volunteers.models import VolunteerImport
from volunteers.resources import write_faults
from volunteers.services import importing


class Command(BaseCommand):
    help = "导入志愿者名册（XLSX、XLS、CSV）：先核对，再写入；中断后用 --resume 继续。"

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="名册文件")
        parser.add_argument("--by", required=True, help="以哪个账号的名义导入（志愿服务管理员的用户名）")
        parser.add_argument("--basis", default="", help="取得个人同意的依据，例如：纸质同意书，由各组织保管")
        parser.add_argument("--organisation", default="", help="表格未填写所属组织时归入的组织代码")
        parser.add_argument("--check", action="store_true", help="只核对，不写入")
        parser.add_argument("--faults", help="把未导入的行写入这个 XLSX 文件")
        parser.add_argument("--resume", type=int, metavar="编号", help="继续一次中断的导入")

    def handle(self, **options):
        user = User.objects.filter(username=options["by"]).first()
        if user is None or not user.has_perm("volunteers.import_volunteer"):
            raise CommandError(f"账号 {options['by']} 不是志愿服务管理员，不能导入。")
        batch = self._batch(user, options)
        batch = self._run(batch, "check_job")
        self._report(batch, options["faults"])
        if options["check"]:
            return
        if batch.state == VolunteerImportState.PREVIEWED and batch.new_count + batch.changed_count:
            batch = perform(batch, "confirm", by=user)
        if batch.state != VolunteerImportState.CONFIRMED:
            self.stdout.write("没有需要写入的行。")
            return
        self._run(batch, "write_job")
        self.stdout.write(f"已导入：新登记 {batch.new_count} 人，更新 {batch.changed_count} 人。")

    def _batch(self, user, options) -> VolunteerImport:
        if options["resume"]:
            found = VolunteerImport.objects.visible_to(user).filter(pk=options["resume"]).first()
            if found is None:
                raise CommandError("没有这次导入。")
            return found
        if not options["file"] or not options["basis"]:
            raise CommandError("请写明文件，并用 --basis 写明取得个人同意的依据。")
        organisation = None
        if code := options["organisation"]:
            allowed = importing.allowed_organisations(user)
            organisation = allowed.filter(code=code).first() or self._refuse(f"没有代码为 {code} 的组织。")
        try:
            with Path(options["file"]).open("rb") as file:
                batch = importing.receive(
                    File(file), by=user, basis=options["basis"], organisation=organisation
                )
        except OSError:
            self._refuse(f"无法读取文件 {options['file']}，请核对路径和权限。")
        except ValidationError as error:
            self._refuse("；".join(error.messages))
        self.stdout.write(f"导入编号 {batch.pk}")
        return batch

    def _refuse(self, text: str):
        raise CommandError(text)

    def _run(self, batch: VolunteerImport, name: str) -> VolunteerImport:
        """Do the job here and now; a job that another process is at, or has ended, stays as it is."""
        batch.refresh_from_db()
        job = getattr(batch, name)
        if job:
            jobs.run(job.pk)
            job = Job.objects.get(pk=job.pk)
            if job.error:
                raise CommandError(job.error)
        return VolunteerImport.objects.get(pk=batch.pk)

    def _report(self, batch: VolunteerImport, faults: str | None) -> None:
        self.stdout.write(
            f"共 {batch.total_count} 行：新登记 {batch.new_count}，更新 {batch.changed_count}，"
            f"无变化 {batch.same_count}，不能导入 {batch.faulty_count}。"
        )
        if faults:
            with Path(faults).open("wb") as file:
                write_faults(batch, file)
            self.stdout.write(f"不能导入的行已写入 {faults}。")
        elif batch.faulty_count:
            for fault in batch.faults.all()[:20]:
                self.stdout.write(f"  {fault}")
