"""What was assessed before belongs to 审核材料 at 100 %, by the plain mean that it was announced with."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import migrations
from django.db.models import F, Sum


def divide(apps, schema_editor):
    """Every round there is gets the one part that it was, and its assignments belong to it."""
    parts = apps.get_model("reviews", "RoundPart").objects
    for round_ in apps.get_model("reviews", "Round").objects.all():
        part, is_new = parts.get_or_create(round=round_, kind="materials", defaults={"weight": 100})
        round_.assignments.filter(part=None).update(part=part)
        if is_new:
            _keep_the_mean(apps, round_)
            _tell_figures(apps, round_, part)


def _keep_the_mean(apps, round_):
    """A round that has begun, or holds sheets, goes on and is checked by the rule of its time."""
    sheets = apps.get_model("reviews", "ScoreSheet").objects.filter(assignment__round=round_)
    if round_.state != "planned" or sheets.exists():
        round_.aggregation = "mean"
        round_.save(update_fields=["aggregation"])


def _tell_figures(apps, round_, part):
    """What a closed round stores of each unit besides its mean, from the locked sheets."""
    figures = apps.get_model("reviews", "PartFigure").objects
    sheets = apps.get_model("reviews", "ScoreSheet").objects.filter(
        assignment__round=round_, assignment__state="assigned", state="locked"
    )
    for result in round_.results.all():
        counting = sheets.filter(assignment__candidacy=result.candidacy_id)
        totals = list(counting.values_list("total", flat=True))
        if not totals:
            continue
        lowest, highest = min(totals), max(totals)
        result.spread, result.deducted = highest - lowest, _mean(_lost(apps, counting), len(totals))
        result.save(update_fields=["spread", "deducted"])
        figure = _mean(sum(totals), len(totals))
        found = {"sheets": len(totals), "method": "mean", "lowest": lowest, "highest": highest}
        figures.create(result=result, part=part, figure=figure, **found)


def _lost(apps, sheets):
    """The points that items of deduction lost on all of these sheets."""
    scores = apps.get_model("reviews", "Score").objects.filter(sheet__in=sheets, item__kind="deduct")
    lost = scores.filter(points__lt=F("item__points")).aggregate(lost=Sum(F("item__points") - F("points")))
    return lost["lost"] or Decimal(0)


def _mean(points, count):
    return (Decimal(points) / count).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_rounds_in_parts")]

    operations = [migrations.RunPython(divide, migrations.RunPython.noop)]
