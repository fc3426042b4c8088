"""A sheet is locked with its round: those of rounds that still run are handed in."""

from django.db import migrations


def unlock(apps, schema_editor):
    locked = apps.get_model("reviews", "ScoreSheet").objects.filter(state="locked")
    running = locked.exclude(assignment__round__state="closed")
    running.update(state="submitted")


def lock(apps, schema_editor):
    apps.get_model("reviews", "ScoreSheet").objects.filter(state="submitted").update(state="locked")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_sheets_handed_in")]

    operations = [migrations.RunPython(unlock, lock)]
