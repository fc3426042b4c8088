"""`manage.py load_rulesets`: load or refresh the shipped rule sets; safe to run twice."""

from pathlib import Path

from django.core.management.base import BaseCommand

from creation_cycle.services import rule_sets


class Command(BaseCommand):
    help = "载入随系统提供的规则（全国框架，以及重庆某区、中山市两份参考规则）"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="另外要载入的规则文件（TOML）")

    def handle(self, *, files, **options):
        for path in files or sorted(rule_sets.SHIPPED.glob("*.toml")):
            rule_set = rule_sets.load(path)
            self.stdout.write(f"{rule_set}：{rule_set.settings.count()} 条")
