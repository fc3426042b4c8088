import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("creation_cycle", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例如：中期考核、终期考核。", max_length=60, verbose_name="名称"
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="开始日期")),
                ("closes_on", models.DateField(help_text="当日 24:00 截止。", verbose_name="截止日期")),
                (
                    "min_reviewers",
                    models.PositiveSmallIntegerField(default=2, verbose_name="每个集体至少评审人数"),
                ),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("planned", "未开始"), ("open", "进行中"), ("closed", "已结束")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="creation_cycle.cycle",
                        verbose_name="创建周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核轮次",
                "verbose_name_plural": "考核轮次",
                "ordering": ["-opens_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="round_window",
                        violation_error_message="截止日期不能早于开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_reviewers__gte", 1)),
                        name="round_has_reviewers",
                        violation_error_message="每个集体至少 1 名评审人员。",
                    ),
                    models.UniqueConstraint(fields=("cycle", "name"), name="round_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("cycle",),
                        name="one_open_round_per_cycle",
                        violation_error_message="该周期已有进行中的考核。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "open", "closed"])),
                        name="round_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="回避或撤回理由")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("assigned", "已指派"), ("recused", "已回避"), ("withdrawn", "已撤回")],
                        default="assigned",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评审人员",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="reviews.round",
                        verbose_name="考核轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "评审指派",
                "verbose_name_plural": "评审指派",
                "ordering": ["round", "candidacy", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "candidacy", "reviewer"),
                        name="assigned_once",
                        violation_error_message="该评审人员已指派给这个集体。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["assigned", "recused", "withdrawn"])),
                        name="assignment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "assigned"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="recusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheets", models.PositiveSmallIntegerField(verbose_name="评分表份数")),
                ("mean", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="平均分")),
                ("pass_line", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="达标线")),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_results",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="reviews.round",
                        verbose_name="考核轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核结果",
                "verbose_name_plural": "考核结果",
                "ordering": ["-mean", "candidacy__unit__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "candidacy"), name="one_result_per_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="总体意见")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=6, null=True, verbose_name="总分"
                    ),
                ),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="锁定时间")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("draft", "评分中"), ("locked", "已锁定")],
                        default="draft",
                        editable=False,
                        max_length=8,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="reviews.assignment",
                        verbose_name="评审指派",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分表",
                "verbose_name_plural": "评分表",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "locked"])), name="sheet_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("total__isnull", False), ("locked_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="locked_sheet_has_total",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="得分")),
                ("remark", models.TextField(blank=True, verbose_name="评语")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creation_cycle.standarditem",
                        verbose_name="评分项",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="reviews.scoresheet",
                        verbose_name="评分表",
                    ),
                ),
            ],
            options={
                "verbose_name": "得分",
                "verbose_name_plural": "得分",
                "ordering": ["item__order", "item"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "item"), name="scored_once"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)), name="points_not_negative"
                    ),
                ],
            },
        ),
    ]
