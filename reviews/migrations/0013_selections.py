"""审核: staged decisions and letters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import reviews.models.selection


class Migration(migrations.Migration):
    dependencies = [
        ("creation_cycle", "0004_smallest_unit_of_points"),
        ("reviews", "0012_quizzes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(default="审核认定", max_length=60, verbose_name="名称")),
                (
                    "ranked_by",
                    models.CharField(
                        choices=[("latest", "最近一次考核得分"), ("mean", "各次考核得分的平均")],
                        default="latest",
                        help_text="默认按使集体达标的最近一次考核；各次考核标准相同时，也可按平均分。",
                        max_length=8,
                        verbose_name="排名依据",
                    ),
                ),
                (
                    "tie_rules",
                    models.JSONField(
                        default=reviews.models.selection.default_tie_rules, verbose_name="同分排序规则"
                    ),
                ),
                (
                    "cap_scope",
                    models.CharField(
                        choices=[
                            ("campaign", "整个周期"),
                            ("region", "各片区分别计算"),
                            ("industry", "各行业系统分别计算"),
                        ],
                        default="campaign",
                        help_text="分别计算时，整个周期的比例同样不得超过。",
                        max_length=10,
                        verbose_name="创评比例范围",
                    ),
                ),
                (
                    "minutes",
                    models.CharField(
                        blank=True,
                        help_text="以表决决定同分先后时，填写会议纪要的名称或文号。",
                        max_length=120,
                        verbose_name="表决会议纪要",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="建立时间"),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="公布时间")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("draft", "拟定中"), ("published", "已公布")],
                        default="draft",
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
                        related_name="selections",
                        to="creation_cycle.cycle",
                        verbose_name="创建周期",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核名单",
                "verbose_name_plural": "审核名单",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("nominate", "拟认定"), ("hold", "留待下次"), ("reject", "不予认定")],
                        max_length=10,
                        verbose_name="拟定结论",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=500, verbose_name="理由")),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="表决赞成票"),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="表决反对票"),
                ),
                ("place", models.PositiveIntegerField(editable=False, null=True, verbose_name="名次")),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=6, null=True, verbose_name="得分"
                    ),
                ),
                (
                    "deducted",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=6, null=True, verbose_name="平均扣分"
                    ),
                ),
                (
                    "star",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="公布时星级"),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, editable=False, verbose_name="同分说明"),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="reviews.selection",
                        verbose_name="审核名单",
                    ),
                ),
            ],
            options={
                "verbose_name": "拟定结论",
                "verbose_name_plural": "拟定结论",
            },
        ),
        migrations.CreateModel(
            name="FeedbackLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="正文")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("draft", "草稿"), ("sent", "已发出")],
                        default="draft",
                        editable=False,
                        max_length=6,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="发出时间")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="reviews.decision",
                        verbose_name="拟定结论",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈函",
                "verbose_name_plural": "反馈函",
                "ordering": ["decision__place", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "sent"])), name="letter_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sent_letter_says_who",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published"])), name="selection_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_scope__in", ["campaign", "region", "industry"])),
                name="cap_scope_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("ranked_by__in", ["latest", "mean"])), name="ranked_by_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("cycle",),
                name="one_draft_selection_per_cycle",
                violation_error_message="该周期已有拟定中的审核名单。",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("selection", "candidacy"), name="decided_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "nominate", "hold", "reject"])), name="verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("votes_against__isnull", True), ("votes_for__isnull", True)),
                    models.Q(("votes_against__isnull", False), ("votes_for__isnull", False)),
                    _connector="OR",
                ),
                name="votes_in_pairs",
            ),
        ),
    ]
