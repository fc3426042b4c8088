"""Copies the shipped incentives into a committee's register, as examples; safe to repeat."""

from django.core.management.base import BaseCommand, CommandError

from credit.services.measures import load
from units.models import Committee


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("committee", help="name of the committee")

    def handle(self, *, committee, **options):
        found = Committee.objects.filter(name=committee).first()
        if found is None:
            raise CommandError(f"no committee is called {committee}")
        self.stdout.write(f"{load(found)} measures loaded as examples")
