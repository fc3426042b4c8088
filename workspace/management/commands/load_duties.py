"""`manage.py load_duties`: kinds of activity and innovation, and duties, as far as missing; safe to run twice."""

from django.core.management.base import BaseCommand

from workspace.services.activity_types import load_activity_types
from workspace.services.duties import load_duties
from workspace.services.innovations import load_categories


class Command(BaseCommand):
    help = "载入随系统提供的活动类型、创新类别和创建任务（已有的保持不变）"

    def handle(self, **options):
        kinds = f"活动类型 {load_activity_types()} 个，创新类别 {load_categories()} 个"
        self.stdout.write(f"新增{kinds}，创建任务 {load_duties()} 项")
