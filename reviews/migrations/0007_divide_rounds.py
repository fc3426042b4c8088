"""What was assessed before belongs to 审核材料 at 100 %."""

from django.db import migrations


def divide(apps, schema_editor):
    """Every round there is gets the one part that it was, and its assignments belong to it."""
    parts = apps.get_model("reviews", "RoundPart").objects
    for round_ in apps.get_model("reviews", "Round").objects.all():
        part = parts.create(round=round_, kind="materials", weight=100)
        round_.assignments.update(part=part)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_rounds_in_parts")]

    operations = [migrations.RunPython(divide, migrations.RunPython.noop)]
