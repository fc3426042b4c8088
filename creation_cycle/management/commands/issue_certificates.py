"""`manage.py issue_certificates`: one job for every certificate that waits; progress at the job's page."""

from django.core.management.base import BaseCommand

from creation_cycle.services import issuing


class Command(BaseCommand):
    help = "为所有待制发的证书启动制证任务"

    def handle(self, **options):
        started = issuing.start_all_queued()
        self.stdout.write(f"已为 {sum(job.total for job in started)} 份证书启动制证任务")
