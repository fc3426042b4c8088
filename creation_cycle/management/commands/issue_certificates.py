"""`manage.py issue_certificates`: one job for every certificate that waits; progress at the job's page."""

from django.core.management.base import BaseCommand

from creation_cycle.services import certificates


class Command(BaseCommand):
    help = "为所有待制发的证书启动制证任务"

    def handle(self, **options):
        self.stdout.write(f"已为 {certificates.start_all_queued()} 份证书启动制证任务")
