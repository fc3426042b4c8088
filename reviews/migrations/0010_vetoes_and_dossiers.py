"""一票否决 with a second person; what a round judged, frozen."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.fields


def mark_again(apps, schema_editor):
    """On the way back: marks could not be withdrawn then."""
    apps.get_model("reviews", "VetoMark").objects.filter(state="withdrawn").update(state="marked")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("reviews", "0009_sheets_of_running_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField(verbose_name="材料内容")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("taken_at", models.DateTimeField(default=core.clock.now, verbose_name="冻结时间")),
            ],
            options={
                "verbose_name": "考核材料",
                "verbose_name_plural": "考核材料",
            },
        ),
        migrations.AlterModelOptions(
            name="vetomark", options={"verbose_name": "一票否决核实", "verbose_name_plural": "一票否决核实"}
        ),
        migrations.AlterField(
            model_name="vetomark",
            name="state",
            field=core.fields.StateField(
                choices=[
                    ("marked", "待第二人核实"),
                    ("confirmed", "已确认"),
                    ("dismissed", "不成立"),
                    ("withdrawn", "已随评分表退回"),
                ],
                default="marked",
                editable=False,
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="candidacy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="creation_cycle.candidacy",
                verbose_name="创建申报",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="self_assessment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="creation_cycle.selfassessment",
                verbose_name="随材料的自评",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("round", "candidacy"), name="one_dossier_per_round"),
        ),
        migrations.RemoveConstraint(model_name="vetomark", name="veto_state_known"),
        migrations.RemoveConstraint(model_name="vetomark", name="veto_decided_by_someone"),
        migrations.RunPython(migrations.RunPython.noop, mark_again),
        migrations.AddConstraint(
            model_name="vetomark",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["marked", "confirmed", "dismissed", "withdrawn"])),
                name="veto_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vetomark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["marked", "withdrawn"]),
                    models.Q(models.Q(("note", ""), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="veto_decided_by_someone",
            ),
        ),
    ]
