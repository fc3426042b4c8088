"""Versions of standards: published ones never change, a copy does; shipped examples are adopted as drafts."""

import tomllib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from core.lifecycle import consequence, perform
from core.services import ledger
from creation_cycle import rule_lines
from creation_cycle.enums import ItemKind, StandardState
from creation_cycle.models import ScoringRule, Standard, StandardDimension, StandardItem
from creation_cycle.models.standard_item import PublishedStandardChanged
from creation_cycle.rubric import USUAL_STEP, RubricItem, repeated
from units.models import Committee, Industry

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "standards"


@consequence("supersede_standards")
def supersede_older(standard: Standard, *, by, **_) -> None:
    """A newly published version takes the place of those before it; a guard keeps older drafts from it."""
    for before in standard.published_siblings():
        perform(before, "supersede", by=None, note=f"由第 {standard.version} 版替代")


def rubric_of(standard: Standard) -> list[RubricItem]:
    """The standard's content as values, in its order."""
    return [_value_of(item) for item in standard.items.for_scoring()]


def rubrics_of(found: QuerySet[Standard]) -> list[tuple[Standard, list[RubricItem]]]:
    """Each standard with its content, in as many questions for a hundred as for one."""
    items = Prefetch("items", StandardItem.objects.for_scoring())
    return [(s, [_value_of(item) for item in s.items.all()]) for s in found.prefetch_related(items)]


@transaction.atomic
def copy_as_draft(standard: Standard, *, by) -> Standard:
    """A new draft with the same items and the next version number."""
    return draft_of(
        rubric_of(standard), committee=standard.committee, level=standard.level, industry=standard.industry,
        name=standard.name, basis=standard.basis, pass_line=standard.pass_line, remark=standard.note,
        note=f"由第 {standard.version} 版复制", by=by,
    )  # fmt: skip


@transaction.atomic
def adopt(
    reference: Standard, *, committee: Committee, level: str, industry: Industry | None, by
) -> Standard:
    """A committee's draft with the items of a shipped example; its clauses keep naming where they come from."""
    return draft_of(
        rubric_of(reference), committee=committee, level=level, industry=industry, name=reference.name,
        basis=f"参照采用：{reference.basis}", pass_line=reference.pass_line, remark=reference.note,
        note=f"参照采用：{reference.name}", by=by,
    )  # fmt: skip


@transaction.atomic
def draft_of(
    items: Sequence[RubricItem],
    *,
    committee: Committee,
    level: str,
    industry: Industry | None,
    name: str,
    pass_line: Decimal,
    basis: str = "",
    remark: str = "",
    note: str = "",
    by,
) -> Standard:
    """The next version for a committee, level and industry, with these items; `note` says in the ledger whence."""
    Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)  # two copies get two numbers
    same = Standard.objects.filter(committee=committee, level=level, industry=industry)
    newest = same.order_by("-version").first()
    draft = Standard.objects.create(
        committee=committee, level=level, industry=industry, name=name, basis=basis, note=remark,
        pass_line=pass_line, version=newest.version + 1 if newest else 1,
    )  # fmt: skip
    write(draft, items)
    ledger.append_creation(draft, by=by, note=note)
    return draft


@transaction.atomic
def write(standard: Standard, items: Sequence[RubricItem]) -> None:
    """Make the items of a draft exactly these. Raises ValueError when one of them is not sound."""
    if Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk).state != StandardState.DRAFT:
        raise PublishedStandardChanged(f"{standard} is no draft")
    if faults := {item.name: item.faults() for item in items if item.faults()} or repeated(items):
        raise ValueError(f"{standard}: {faults}")
    standard.items.all().delete()
    standard.dimensions.all().delete()
    weights = {item.dimension: item.weight for item in items}
    dimensions = StandardDimension.objects.bulk_create(
        StandardDimension(standard=standard, name=name, weight=weight, order=order)
        for order, (name, weight) in enumerate(weights.items(), start=1)
    )
    _write_items(standard, items, {dimension.name: dimension for dimension in dimensions})


def dimension_named(standard: Standard, name: str) -> StandardDimension:
    """The dimension of a draft, made as its last one where there is none of this name."""
    found = standard.dimensions.filter(name=name).first()
    if found is None:
        last = standard.dimensions.order_by("order").last()
        found = StandardDimension(standard=standard, name=name, order=last.order + 1 if last else 1)
        found.save()
    return found


def drop_empty_dimensions(standard: Standard) -> None:
    """Dimensions live from their items: the last item takes its dimension along."""
    for dimension in standard.dimensions.filter(items__isnull=True):
        dimension.delete()


def set_rules(item: StandardItem, rules: Iterable[rule_lines.RuleLine]) -> None:
    """Make the rules of an item of a draft exactly these; unchanged ones keep their rows."""
    known = {rule.text: rule for rule in item.rules.all()}
    for order, line in enumerate(rules, start=1):
        rule = known.pop(line.text, None) or ScoringRule(item=item, text=line.text)
        rule.points, rule.is_bonus, rule.max_times, rule.order = (
            line.points,
            line.is_bonus,
            line.max_times,
            order,
        )
        rule.save()
    for gone in known.values():
        gone.delete()


def load_reference(path: Path) -> Standard:
    """Create or refresh the example of one TOML file; it binds nobody."""
    content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    items = [_from_file(values) for values in content.pop("items")]
    code = content.pop("code")
    with transaction.atomic():
        standard, _ = Standard.objects.update_or_create(
            code=code, defaults={**content, "is_reference": True, "committee": None}
        )
        write(standard, items)
    return standard


def load_references() -> list[Standard]:
    return [load_reference(path) for path in sorted(SHIPPED.glob("*.toml"))]


def _from_file(values: dict) -> RubricItem:
    kind = ItemKind(values.pop("kind"))
    numbers = {
        name: Decimal(values.pop(name))
        for name in ("points", "weight", "bonus_max", "full_at", "step")
        if name in values
    }
    rules = rule_lines.parse(values.pop("rules", ""), kind)
    return RubricItem(kind=kind, rules=rules, methods=tuple(values.pop("methods", ())), **numbers, **values)


def _write_items(standard: Standard, items: Sequence[RubricItem], dimensions: dict) -> None:
    rows = StandardItem.objects.bulk_create(
        StandardItem(
            standard=standard, dimension=dimensions[item.dimension], name=item.name, kind=item.kind,
            guidance=item.guidance, points=item.points, bonus_max=item.bonus_max, methods=list(item.methods),
            clause=item.clause, auto_source=item.auto_source, full_at=item.full_at, step=item.step, order=order,
        )
        for order, item in enumerate(items, start=1)
    )  # fmt: skip
    ScoringRule.objects.bulk_create(
        ScoringRule(
            item=row, text=rule.text, points=rule.points, is_bonus=rule.is_bonus, max_times=rule.max_times,
            order=order,
        )
        for row, item in zip(rows, items, strict=True)
        for order, rule in enumerate(item.rules, start=1)
    )  # fmt: skip


def _value_of(item: StandardItem) -> RubricItem:
    rules = tuple(
        rule_lines.RuleLine(rule.text, rule.points, rule.is_bonus, rule.max_times)
        for rule in item.rules.all()
    )
    return RubricItem(
        dimension=item.dimension.name, weight=item.dimension.weight, name=item.name, kind=ItemKind(item.kind),
        points=item.points, rules=rules, bonus_max=item.bonus_max, methods=tuple(item.methods),
        clause=item.clause, auto_source=item.auto_source, full_at=item.full_at, guidance=item.guidance,
        step=item.step if item.kind == ItemKind.JUDGEMENT else USUAL_STEP,
    )  # fmt: skip
