"""`manage.py load_standards`: load or refresh the shipped example standards; safe to run twice."""

from pathlib import Path

from django.core.management.base import BaseCommand

from creation_cycle.services import standards


class Command(BaseCommand):
    help = "载入随系统提供的考核表样例（七个维度、通用细则、苏州住建、河南），供组委会参考采用"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="另外要载入的样例文件（TOML）")

    def handle(self, *, files, **options):
        for path in files or sorted(standards.SHIPPED.glob("*.toml")):
            standard = standards.load_reference(path)
            self.stdout.write(f"{standard.name}：{standard.items.count()} 项，满分 {standard.total} 分")
