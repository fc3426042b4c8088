"""A sheet is locked with its round: those of rounds that still run are handed in. Scores count as a first change."""

from django.db import migrations


def unlock(apps, schema_editor):
    locked = apps.get_model("reviews", "ScoreSheet").objects.filter(state="locked")
    running = locked.exclude(assignment__round__state="closed")
    running.update(state="submitted")


def lock(apps, schema_editor):
    apps.get_model("reviews", "ScoreSheet").objects.filter(state="submitted").update(state="locked")


def number(apps, schema_editor):
    """Scores of before have version 1: the next change must not bear the same number."""
    scored = apps.get_model("reviews", "Score").objects.values("sheet")
    apps.get_model("reviews", "ScoreSheet").objects.filter(pk__in=scored, revision=0).update(revision=1)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_sheets_handed_in")]

    operations = [
        migrations.RunPython(unlock, lock),
        migrations.RunPython(number, migrations.RunPython.noop),
    ]
