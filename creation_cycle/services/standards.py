"""Versions of standards: published ones never change, a copy does."""

from django.db import transaction

from core.lifecycle import consequence, perform
from core.services import ledger
from creation_cycle.models import Standard, StandardItem


@consequence("supersede_standards")
def supersede_older(standard: Standard, *, by, **_) -> None:
    """A newly published version takes the place of those before it; a guard keeps older drafts from it."""
    for before in standard.published_siblings():
        perform(before, "supersede", by=None, note=f"由第 {standard.version} 版替代")


@transaction.atomic
def copy_as_draft(standard: Standard, *, by) -> Standard:
    """A new draft with the same items and the next version number."""
    same = Standard.objects.filter(
        committee=standard.committee_id, level=standard.level, industry=standard.industry_id
    )
    newest = same.select_for_update().order_by("-version").first()
    draft = Standard.objects.create(
        committee=standard.committee,
        level=standard.level,
        industry=standard.industry,
        name=standard.name,
        version=newest.version + 1,
        basis=standard.basis,
        pass_line=standard.pass_line,
    )
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=draft,
            dimension=item.dimension,
            name=item.name,
            guidance=item.guidance,
            points=item.points,
            order=item.order,
        )
        for item in standard.items.all()
    )
    ledger.append_creation(draft, by=by, note=f"由第 {standard.version} 版复制")
    return draft
