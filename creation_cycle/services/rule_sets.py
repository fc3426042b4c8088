"""Loading the shipped rule sets, and adopting one for a committee."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from creation_cycle.models import RuleSet, RuleSetting
from units.models import Committee

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "rule_sets"


@transaction.atomic
def load(path: Path) -> RuleSet:
    """Create or refresh the rule set of one TOML file; its settings become exactly those of the file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    settings = content.pop("rules")
    rule_set, _ = RuleSet.objects.update_or_create(code=content.pop("code"), defaults=content)
    keep = [_write(rule_set, values).pk for values in settings]
    rule_set.settings.exclude(pk__in=keep).delete()
    return rule_set


def _write(rule_set: RuleSet, values: dict) -> RuleSetting:
    values = {**values}
    rule, stage = values.pop("rule"), values.pop("stage", "filing")
    defaults = {"limit": None, "age_limit": None, "severity": "hard", **values}
    if defaults["limit"] is not None:
        defaults["limit"] = Decimal(str(defaults["limit"]))
    setting = rule_set.settings.filter(rule=rule, stage=stage).first() or RuleSetting(
        rule_set=rule_set, rule=rule, stage=stage
    )
    for name, value in defaults.items():
        setattr(setting, name, value)
    setting.full_clean()
    setting.save()
    return setting


@transaction.atomic
def adopt(
    reference: RuleSet, *, committee: Committee, level: str, code: str, name: str, effective_from: date
) -> RuleSet:
    """Make a reference set binding for one committee; clauses keep naming the document they come from."""
    adopted = RuleSet.objects.create(
        code=code,
        name=name,
        committee=committee,
        level=level,
        industry=reference.industry,
        effective_from=effective_from,
        legal_basis=f"参照采用：{reference.legal_basis}",
        legacy_star_policy=reference.legacy_star_policy,
    )
    for setting in reference.settings.all():
        setting.pk, setting.rule_set = None, adopted
        setting._state.adding = True
        setting.save()
    return adopted
