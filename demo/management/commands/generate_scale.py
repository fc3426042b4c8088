"""`manage.py generate_scale --units N --volunteers N`: an invented population for benchmarks, made by the database."""

import time

from django.core.management.base import BaseCommand, CommandError

from demo.scale import units, volunteers


class Command(BaseCommand):
    help = "生成规模数据（全部为虚构），用于性能测试"

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=0)
        parser.add_argument("--volunteers", type=int, default=0)

    def handle(self, **wanted):
        for what, make in MAKERS.items():
            if wanted[what]:
                started = time.perf_counter()
                try:
                    make(wanted[what])
                except ValueError as refused:
                    raise CommandError(str(refused)) from None
                self.stdout.write(f"{what}: {wanted[what]}（{time.perf_counter() - started:.1f} 秒）")


MAKERS = {"units": units.make, "volunteers": volunteers.make}
"""By the command's option, who makes so many of them."""
