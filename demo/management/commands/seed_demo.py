"""`manage.py seed_demo`: the demo's data, once; a second run changes nothing."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from demo.scenes import play


class Command(BaseCommand):
    help = "写入演示数据（人员均为虚构；已公布称号引自报纸）"

    def handle(self, **options):
        if User.objects.filter(username="captain").exists():
            self.stdout.write("演示数据已存在，未作改动")
            return
        for command in ("load_regions", "load_holidays", "load_rulesets", "load_standards", "load_duties"):
            call_command(command, stdout=self.stdout)
        play(say=self.stdout.write)
