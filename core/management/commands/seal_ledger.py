"""`manage.py seal_ledger`: seal every finished day; safe to run twice."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from core import clock
from core.services import ledger


class Command(BaseCommand):
    help = "为已结束的每一天生成封印"

    def handle(self, **options):
        sealed = ledger.seal_through(clock.today() - timedelta(days=1))
        self.stdout.write(f"新增 {len(sealed)} 个封印")
