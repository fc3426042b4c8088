"""`manage.py verify_ledger`: names the first broken entry and exits with 1, or says that all is well."""

from django.core.management.base import BaseCommand, CommandError

from core.models import DailySeal, LedgerEntry
from core.services import ledger


class Command(BaseCommand):
    help = "核对流转记录的哈希链与每日封印"

    def handle(self, **options):
        for entry, fault in ledger.broken_entries():
            raise CommandError(
                f"第一处断裂：{entry.record_type} #{entry.record_id} 第 {entry.sequence} 条"
                f"（{entry.label}，{entry.at:%Y-%m-%d %H:%M}）：{fault}"
            )
        for seal, fault in ledger.broken_seals():
            raise CommandError(f"第一处断裂：{seal.day:%Y-%m-%d} 的每日封印：{fault}")
        self.stdout.write(
            f"流转记录完整：{LedgerEntry.objects.count()} 条记录、{DailySeal.objects.count()} 个封印均可核对"
        )
