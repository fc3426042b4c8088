"""A change of a rule set in words, old → new, for its ledger."""

from decimal import Decimal

RULE = "rule"


def of_page(form, formsets) -> str:
    """E.g. 每个推荐团组织新申报名额：15 → 99；the set's own fields first. Empty when nothing was changed."""
    words = [f"{form.fields[name].label}：{_change(form, name)}" for name in form.changed_data]
    for rows in formsets:
        words += [word for row in rows.initial_forms for word in _of_row(row, row in rows.deleted_forms)]
        words += [f"新增{_rule(row)}：{_threshold(row)}" for row in rows.extra_forms if row.has_changed()]
    return "；".join(words)


def _of_row(row, is_deleted: bool) -> list[str]:
    if is_deleted:
        return [f"删去{_rule(row)}"]
    changed = [name for name in row.changed_data if name in row.fields]
    return [f"{_rule(row)}{_which(row, name)}：{_change(row, name)}" for name in changed]


def _which(row, name: str) -> str:
    """The threshold goes without saying."""
    return "" if name == "limit" else f"（{row.fields[name].label}）"


def _rule(row) -> str:
    return row.instance.get_rule_display()


def _threshold(row) -> str:
    values = [row.cleaned_data.get(name) for name in ("limit", "age_limit")]
    return "、".join(_shown(value) for value in values if value is not None) or "无阈值"


def _change(form, name: str) -> str:
    labels = dict(getattr(form.fields[name], "choices", ()))
    old, new = form.get_initial_for_field(form.fields[name], name), form.cleaned_data.get(name)
    return f"{_shown(labels.get(old, old))} → {_shown(labels.get(new, new))}"


def _shown(value) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "空" if value in (None, "") else str(value)
