"""管理办法测试: questions, tests, attempts."""

import uuid
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
                        help_text="用作加分时，平均正确率乘以此数。",
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("5"), "最多加 5 分。"),
                        ],
                        verbose_name="加分上限",
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
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="代号"),
                ),
                ("paper", models.JSONField(verbose_name="试卷")),
                ("answers", models.JSONField(default=dict, verbose_name="作答")),
                ("started_at", models.DateTimeField(default=core.clock.now, verbose_name="开始时间")),
                ("due_at", models.DateTimeField(verbose_name="交卷时限")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="交卷时间")),
                ("right", models.PositiveSmallIntegerField(null=True, verbose_name="答对题数")),
            ],
            options={
                "verbose_name": "答卷",
                "verbose_name_plural": "答卷",
                "ordering": ["pk"],
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
                condition=models.Q(("minutes__gte", 1), ("pass_mark__lte", 100), ("questions__gte", 1)),
                name="quiz_makes_sense",
            ),
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
    ]
