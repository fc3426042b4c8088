"""一票否决 with a second person; what a round judged, frozen."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("reviews", "0007_sheets_of_running_rounds"),
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
        migrations.CreateModel(
            name="VetoMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                ("note", models.TextField(blank=True, verbose_name="核实意见")),
                (
                    "state",
                    django_fsm.FSMField(
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
            ],
            options={
                "verbose_name": "一票否决核实",
                "verbose_name_plural": "一票否决核实",
            },
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
            model_name="vetomark",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核实人",
            ),
        ),
        migrations.AddField(
            model_name="vetomark",
            name="score",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="veto_mark",
                to="reviews.score",
                verbose_name="得分",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("round", "candidacy"), name="one_dossier_per_round"),
        ),
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
