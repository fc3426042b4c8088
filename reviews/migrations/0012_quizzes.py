"""管理办法测试: questions, tests, attempts."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("reviews", "0011_panels"),
        ("units", "0002_roster_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("single", "单选题"), ("multiple", "多选题"), ("true_false", "判断题")],
                        max_length=10,
                        verbose_name="题型",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="题目")),
                ("options", models.JSONField(verbose_name="选项")),
                ("answer", models.JSONField(verbose_name="答案")),
                ("clause", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "测试题",
                "verbose_name_plural": "测试题",
                "ordering": ["committee", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Quiz",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(default="管理办法测试", max_length=60, verbose_name="名称")),
                ("opens_on", models.DateField(verbose_name="开始日期")),
                ("closes_on", models.DateField(help_text="当日 24:00 截止。", verbose_name="截止日期")),
                (
                    "questions",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1, "至少 1 题。"),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="每卷题数",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1, "至少 1 分钟。"),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="限时（分钟）",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("record", "仅记录"), ("gate", "须达到合格线"), ("bonus", "折算加分")],
                        default="record",
                        max_length=8,
                        verbose_name="结果用途",
                    ),
                ),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="合格线（百分制）",
                    ),
                ),
                (
                    "bonus_max",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("5"),
                        help_text="折算加分时，集体平均正确率乘以此数。",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("5"), "最多加 5 分。"),
                        ],
                        verbose_name="加分上限",
                    ),
                ),
                (
                    "counts_absent",
                    models.BooleanField(
                        default=True,
                        help_text="不勾选时，只按已参加成员的平均成绩计。截止前已离开集体的成员都不计。",
                        verbose_name="未参加的成员按 0 分计",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理办法测试",
                "verbose_name_plural": "管理办法测试",
                "ordering": ["-opens_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paper", models.JSONField(verbose_name="试卷")),
                ("answers", models.JSONField(default=dict, verbose_name="作答")),
                ("asked", models.PositiveSmallIntegerField(verbose_name="题数")),
                ("started_at", models.DateTimeField(default=core.clock.now, verbose_name="开始时间")),
                ("due_at", models.DateTimeField(verbose_name="交卷时限")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="交卷时间")),
                ("right", models.PositiveSmallIntegerField(null=True, verbose_name="答对题数")),
                ("is_counted", models.BooleanField(default=False, verbose_name="计入考核结果")),
            ],
            options={
                "verbose_name": "答卷",
                "verbose_name_plural": "答卷",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QuizFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("members", models.PositiveIntegerField(verbose_name="应参加人数")),
                ("taken", models.PositiveIntegerField(verbose_name="参加人数")),
                (
                    "mean",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="平均成绩"),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reviews.quiz",
                        verbose_name="测试",
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiz_figures",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
            ],
            options={
                "verbose_name": "集体测试成绩",
                "verbose_name_plural": "集体测试成绩",
                "ordering": ["quiz"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="units.committee",
                verbose_name="题库",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quizzes",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="candidacy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quiz_attempts",
                to="creation_cycle.candidacy",
                verbose_name="创建申报",
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quiz_attempts",
                to="units.member",
                verbose_name="成员",
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="reviews.quiz",
                verbose_name="测试",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("committee", "text"),
                name="question_once",
                violation_error_message="题库中已有同样的题目。",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="quiz_window",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bonus_max__range", (0, 5)),
                    ("minutes__gte", 1),
                    ("pass_mark__lte", 100),
                    ("questions__gte", 1),
                ),
                name="quiz_makes_sense",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.UniqueConstraint(
                condition=models.Q(("use", "bonus")),
                fields=("round",),
                name="one_bonus_quiz_per_round",
                violation_error_message="本轮考核已有一次折算加分的测试。",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizfigure",
            constraint=models.UniqueConstraint(fields=("quiz", "candidacy"), name="one_quiz_figure_per_unit"),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(fields=("quiz", "member"), name="one_attempt_per_person"),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("submitted_at__isnull", True), ("right__isnull", False), _connector="OR"),
                name="handed_in_is_marked",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("right__isnull", True), ("right__lte", models.F("asked")), _connector="OR"
                ),
                name="right_of_those_asked",
            ),
        ),
    ]
