"""一票否决: what a reviewer marked, and what of it a closed round found."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("creation_cycle", "0002_standard_item_kinds"),
        ("reviews", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="roundresult",
            name="veto",
            field=models.TextField(blank=True, default="", verbose_name="一票否决"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="score",
            name="found",
            field=models.BooleanField(blank=True, null=True, verbose_name="存在否决情形"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(points=0), name="veto_gives_no_points"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(found=False) | ~Q(remark=""),
                name="found_veto_has_evidence",
            ),
        ),
    ]
