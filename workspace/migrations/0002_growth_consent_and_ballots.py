import django.db.models.deletion
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("workspace", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="growthcard", name="consented_at"),
        migrations.CreateModel(
            name="GrowthConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wording", models.CharField(max_length=10, verbose_name="告知文本版本")),
                ("given_at", models.DateTimeField(default=core.clock.now, verbose_name="同意时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "上墙公示同意",
                "verbose_name_plural": "上墙公示同意",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("card",),
                        name="one_consent_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_after_given",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="vote",
            name="voters",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="发出票数"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="vote",
            name="ballots",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="收回票数"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("unit",),
                name="one_vote_at_a_time",
                violation_error_message="已有一次进行中的阶段评估。",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ballots__isnull", True), ("closed_at__isnull", True)),
                    models.Q(("ballots__lte", models.F("voters")), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="vote_counted_when_closed",
            ),
        ),
    ]
