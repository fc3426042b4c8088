"""`manage.py load_duties`: add the shipped kinds of activity and duties that are missing; safe to run twice."""

from django.core.management.base import BaseCommand

from workspace.services.activity_types import load_activity_types
from workspace.services.duties import load_duties


class Command(BaseCommand):
    help = "载入随系统提供的活动类型和创建任务（已有的保持不变）"

    def handle(self, **options):
        self.stdout.write(f"新增活动类型 {load_activity_types()} 个，创建任务 {load_duties()} 项")
