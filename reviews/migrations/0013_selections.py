"""审核: staged decisions and letters."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("reviews", "0012_quizzes"),
    ]

    operations = [
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
                    models.CharField(
                        choices=[("draft", "草稿"), ("sent", "已发出")],
                        default="draft",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发出时间")),
            ],
            options={
                "verbose_name": "反馈函",
                "verbose_name_plural": "反馈函",
            },
        ),
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
                ("tie_rules", models.JSONField(default=list, verbose_name="同分排序规则")),
                (
                    "cap_scope",
                    models.CharField(default="campaign", max_length=10, verbose_name="创评比例范围"),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="建立时间"),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="公布时间")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("draft", "拟定中"), ("published", "已公布")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核名单",
                "verbose_name_plural": "审核名单",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="candidacy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="creation_cycle.candidacy",
                verbose_name="创建申报",
            ),
        ),
        migrations.AddField(
            model_name="feedbackletter",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letter",
                to="reviews.decision",
                verbose_name="拟定结论",
            ),
        ),
        migrations.AddField(
            model_name="feedbackletter",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发出人",
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="selections",
                to="creation_cycle.cycle",
                verbose_name="创建周期",
            ),
        ),
        migrations.AddField(
            model_name="selection",
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
            model_name="decision",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="reviews.selection",
                verbose_name="审核名单",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="sent_letter_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published"])), name="selection_state_known"
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
    ]
