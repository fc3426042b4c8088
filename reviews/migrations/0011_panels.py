"""评审人员库, proposals of the solver, public draws."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("core", "0002_field_edits"),
        ("reviews", "0010_vetoes_and_dossiers"),
        ("units", "0002_roster_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "public_source",
                    models.CharField(
                        help_text="公告时尚未产生、任何人都能查到的数，例如“2026年12月1日中国福利彩票3D开奖号码”。",
                        max_length=120,
                        verbose_name="公开随机数来源",
                    ),
                ),
                ("draws_on", models.DateField(verbose_name="抽签日期")),
                ("entries", models.JSONField(default=list, editable=False, verbose_name="参加抽签的集体")),
                ("commitment", models.CharField(editable=False, max_length=64, verbose_name="密数摘要")),
                ("secret", core.fields.EncryptedTextField(editable=False, verbose_name="密数")),
                (
                    "public_value",
                    models.CharField(blank=True, editable=False, max_length=60, verbose_name="公开随机数"),
                ),
                ("order", models.JSONField(default=list, editable=False, verbose_name="抽签结果")),
                (
                    "announced_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="公告时间"),
                ),
                ("drawn_at", models.DateTimeField(editable=False, null=True, verbose_name="抽签时间")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("announced", "已公告"), ("drawn", "已抽签")],
                        default="announced",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开抽签",
                "verbose_name_plural": "公开抽签",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PanelPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("per_unit", models.PositiveSmallIntegerField(verbose_name="每个集体评审人数")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("industry", "同行业"),
                            ("region", "同区划"),
                            ("either", "同行业或同区划"),
                        ],
                        default="",
                        help_text="仅用于交叉互评。",
                        max_length=10,
                        verbose_name="配对范围",
                    ),
                ),
                ("proposed", models.JSONField(default=list, editable=False, verbose_name="建议指派")),
                ("unstaffed", models.JSONField(default=list, editable=False, verbose_name="无法配齐的集体")),
                ("is_ready", models.BooleanField(default=False, editable=False, verbose_name="已算出")),
                ("made_at", models.DateTimeField(default=core.clock.now, verbose_name="发起时间")),
                ("applied_at", models.DateTimeField(editable=False, null=True, verbose_name="采用时间")),
            ],
            options={
                "verbose_name": "指派方案",
                "verbose_name_plural": "指派方案",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "most_units",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MinValueValidator(1, "至少 1 个。")],
                        verbose_name="一轮最多评审集体数",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=120, verbose_name="专长说明")),
                ("is_active", models.BooleanField(default=True, verbose_name="可指派")),
            ],
            options={
                "verbose_name": "评审人员",
                "verbose_name_plural": "评审人员",
                "ordering": ["committee", "user__name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="draw",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddField(
            model_name="draw",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draws",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddField(
            model_name="panelplan",
            name="job",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.job",
                verbose_name="后台任务",
            ),
        ),
        migrations.AddField(
            model_name="panelplan",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发起人",
            ),
        ),
        migrations.AddField(
            model_name="panelplan",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="panel_plans",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddField(
            model_name="reviewer",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviewers",
                to="units.committee",
                verbose_name="所属评审人员库",
            ),
        ),
        migrations.AddField(
            model_name="reviewer",
            name="expertise",
            field=models.ManyToManyField(
                blank=True,
                help_text="不选表示不限。",
                related_name="+",
                to="units.industry",
                verbose_name="熟悉的行业系统",
            ),
        ),
        migrations.AddField(
            model_name="reviewer",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.region",
                verbose_name="所在区划",
            ),
        ),
        migrations.AddField(
            model_name="reviewer",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviewer_entries",
                to=settings.AUTH_USER_MODEL,
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="panelplan",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="panel_plans",
                to="reviews.roundpart",
                verbose_name="考核形式",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["announced", "drawn"])), name="draw_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "drawn"), _negated=True),
                    models.Q(("public_value", ""), _negated=True),
                    _connector="OR",
                ),
                name="drawn_with_public_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewer",
            constraint=models.UniqueConstraint(
                fields=("committee", "user"),
                name="reviewer_once_per_pool",
                violation_error_message="该人员已在评审人员库中。",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewer",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_units__gte", 1)), name="reviewer_takes_some"
            ),
        ),
    ]
