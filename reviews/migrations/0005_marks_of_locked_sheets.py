"""Vetoes that were found on sheets handed in before there were marks.

Those of closed rounds stay undecided too: nobody is on record as the second person, and they count all the same.
"""

from django.db import migrations


def mark(apps, schema_editor):
    scores, marks = apps.get_model("reviews", "Score"), apps.get_model("reviews", "VetoMark")
    found = scores.objects.filter(found=True, sheet__state="locked", veto_mark=None)
    marks.objects.bulk_create(marks(score=score) for score in found)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_veto_mark")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
