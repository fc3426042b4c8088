"""`manage.py load_service_actions --committee NAME`: published actions with their figures; safe to run twice."""

from django.core.management.base import BaseCommand, CommandError

from units.models import Committee
from volunteers.services.action_data import load_actions


class Command(BaseCommand):
    help = (
        "载入随系统提供的主题行动及其公布数据（淄博“我为青年办实事”六大行动，2021年6月4日）；已有的保持不变"
    )

    def add_arguments(self, parser):
        parser.add_argument("--committee", required=True, help="主办团组织的名称")

    def handle(self, *, committee, **options):
        found = Committee.objects.filter(name=committee).first()
        if found is None:
            raise CommandError(f"没有名为“{committee}”的团组织")
        self.stdout.write(f"新增主题行动 {load_actions(found)} 项")
