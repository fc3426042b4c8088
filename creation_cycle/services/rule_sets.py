"""Loading the shipped rule sets, adopting one for a committee, and following it by a new version."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from core import clock
from core.services import ledger
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
    _copy_settings(reference, adopted)
    return adopted


@transaction.atomic
def supersede(rule_set: RuleSet, *, by) -> RuleSet:
    """The next version, in force from today with the same settings; the old one ends yesterday.

    A set that begins today or later ends on its first day: the younger version binds on days that both cover.
    """
    versions = RuleSet.objects.filter(
        committee=rule_set.committee_id,
        level=rule_set.level,
        industry=rule_set.industry_id,
        is_reference=False,
    )
    newest = versions.select_for_update().order_by("-version").first()
    today, version = clock.today(), newest.version + 1
    copy = RuleSet.objects.create(
        code=f"{rule_set.code.removesuffix(f'-v{rule_set.version}')[:54]}-v{version}",
        name=rule_set.name,
        committee=rule_set.committee,
        level=rule_set.level,
        industry=rule_set.industry,
        version=version,
        effective_from=max(today, rule_set.effective_from),
        legal_basis=rule_set.legal_basis,
        legacy_star_policy=rule_set.legacy_star_policy,
    )
    _copy_settings(rule_set, copy)
    last_day = max(today - timedelta(days=1), rule_set.effective_from)
    if rule_set.effective_to is None or rule_set.effective_to > last_day:
        rule_set.effective_to = last_day
        rule_set.save(update_fields=["effective_to"])
    ledger.append_creation(copy, by=by, note=f"由第 {rule_set.version} 版复制")
    ledger.append(rule_set, move="supersede", label="停用", by=by, note=f"由第 {version} 版替代")
    return copy


def _copy_settings(source: RuleSet, target: RuleSet) -> None:
    for setting in source.settings.all():
        setting.pk, setting.rule_set = None, target
        setting._state.adding = True
        setting.save()
