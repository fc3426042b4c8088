"""`manage.py verify_ledger`: names the first broken entry and exits with 1, or says that all is well."""

from django.core.management.base import BaseCommand, CommandError

from core.models import DailySeal, LedgerEntry
from core.services import ledger


class Command(BaseCommand):
    help = "核对流转记录的哈希链、业务数据与每日封印"

    def handle(self, **options):
        for entry, fault in ledger.broken_entries():
            raise CommandError(
                f"第一处断裂：{entry.record_type} #{entry.record_id} 第 {entry.sequence} 条"
                f"（{entry.label}，{entry.at:%Y-%m-%d %H:%M}）：{fault}"
            )
        for seal, fault in ledger.broken_seals():
            raise CommandError(f"第一处断裂：{seal.day:%Y-%m-%d} 的每日封印：{fault}")
        for row, fault in ledger.changed_rows():
            raise CommandError(f"第一处不符：{row._meta.label_lower} #{row.pk}：{fault}")
        if days := ledger.days_without_seal():
            raise CommandError(
                f"{days[0]:%Y-%m-%d} 至 {days[1]:%Y-%m-%d} 没有每日封印：封印被删除，或定时任务没有运行"
            )
        self.stdout.write(
            f"流转记录完整：{LedgerEntry.objects.count()} 条记录、{DailySeal.objects.count()} 个封印均可核对"
        )
