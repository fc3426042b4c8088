"""`manage.py load_regions`: regions of GB/T 2260, industries and unit types; safe to run twice."""

from django.core.management.base import BaseCommand

from units.services.code_tables import load_code_tables
from units.services.regions import load_regions


class Command(BaseCommand):
    help = "载入行政区划（GB/T 2260）、行业系统与集体类型"

    def handle(self, **options):
        self.stdout.write(f"新增行政区划 {load_regions()} 个，行业与类型 {load_code_tables()} 个")
