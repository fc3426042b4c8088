"""考核轮次 in parts, with modes, aggregation and leads; assignments name their part after the next step."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("creation_cycle", "0003_self_assessment_versions"),
        ("reviews", "0005_marks_of_locked_sheets"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheets", models.PositiveSmallIntegerField(verbose_name="评分表份数")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("mean", "平均分"),
                            ("median", "中位数"),
                            ("trimmed", "去掉最高最低后平均（5 份起）"),
                        ],
                        max_length=8,
                        verbose_name="汇总方法",
                    ),
                ),
                ("figure", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="得分")),
                ("lowest", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="最低分")),
                ("highest", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="最高分")),
            ],
            options={
                "verbose_name": "各形式得分",
                "verbose_name_plural": "各形式得分",
                "ordering": ["-part__weight", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RoundPart",
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
                        choices=[
                            ("materials", "审核材料"),
                            ("defence", "竞争性答辩"),
                            ("site", "现场检查"),
                            ("cross", "交叉互评"),
                        ],
                        max_length=10,
                        verbose_name="考核形式",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "须大于 0。"),
                            django.core.validators.MaxValueValidator(100, "不能超过 100。"),
                        ],
                        verbose_name="权重（%）",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核形式",
                "verbose_name_plural": "考核形式",
                "ordering": ["-weight", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SpreadReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.TextField(max_length=500, verbose_name="核对意见")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="核对时间")),
                ("digest", models.CharField(max_length=64, verbose_name="所核对评分的摘要")),
            ],
            options={
                "verbose_name": "分差核对",
                "verbose_name_plural": "分差核对",
            },
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assigned_once",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignment_state_known",
        ),
        migrations.AddField(
            model_name="assignment",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cross_assignments",
                to="units.unit",
                verbose_name="代表集体",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="reviews.assignment",
                verbose_name="接替",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="aggregation",
            field=models.CharField(
                choices=[
                    ("mean", "平均分"),
                    ("median", "中位数"),
                    ("trimmed", "去掉最高最低后平均（5 份起）"),
                ],
                default="trimmed",
                max_length=8,
                verbose_name="汇总方法",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="cross_weight_most",
            field=models.PositiveSmallIntegerField(
                default=10,
                validators=[django.core.validators.MaxValueValidator(100, "不能超过 100。")],
                verbose_name="交叉互评权重上限（%）",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="cross_weight_reason",
            field=models.CharField(
                blank=True,
                help_text="上限超过 10% 时填写，列入考核记录。",
                max_length=200,
                verbose_name="提高上限的理由",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="is_calibrated",
            field=models.BooleanField(
                default=False,
                help_text="在原始得分旁显示按评审人员宽严校准后的参考得分，不影响结论。",
                verbose_name="显示宽严校准",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="leads",
            field=models.ManyToManyField(
                blank=True,
                help_text="可查看已提交的评分、退回重评、确认否决和组织合议。",
                related_name="led_rounds",
                to=settings.AUTH_USER_MODEL,
                verbose_name="评审组长",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="mode",
            field=models.CharField(
                choices=[
                    ("direct", "直接考核"),
                    ("delegated", "委托下一级团组织"),
                    ("third_party", "指定第三方机构"),
                ],
                default="direct",
                help_text="委托下一级时，由各集体的推荐团组织指派评审人员。",
                max_length=12,
                verbose_name="考核方式",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="names_from",
            field=models.CharField(
                choices=[("never", "始终不公开"), ("submitted", "本人提交后"), ("closed", "考核结束后")],
                default="never",
                max_length=10,
                verbose_name="评审人员相互知晓姓名",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="pass_line",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="不填时按各集体所用创建标准的达标线。",
                max_digits=5,
                null=True,
                verbose_name="达标线",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="scores_from",
            field=models.CharField(
                choices=[("never", "始终不公开"), ("submitted", "本人提交后"), ("closed", "考核结束后")],
                default="closed",
                max_length=10,
                verbose_name="评审人员相互查看评分",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="settles_by",
            field=models.DateField(
                blank=True,
                help_text="评分截止后核对分差、确认否决的期限，可不填。",
                null=True,
                verbose_name="合议截止日期",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="spread_limit",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("10"),
                help_text="同一集体最高与最低总分相差超过此数时，须由组长核对。",
                max_digits=5,
                verbose_name="分差提醒",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="third_party",
            field=models.CharField(
                blank=True,
                help_text="指定第三方考核时填写机构全称。",
                max_length=80,
                verbose_name="第三方机构",
            ),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="bonus",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="测试加分"),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="calibrated",
            field=models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="校准后得分"),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="deducted",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="平均扣分"),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="failed_gate",
            field=models.CharField(blank=True, max_length=120, verbose_name="未通过的测试"),
        ),
        migrations.AddField(
            model_name="roundresult",
            name="spread",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=6, verbose_name="最大分差"),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="reason",
            field=models.TextField(blank=True, editable=False, verbose_name="回避、谢绝、交回或撤回理由"),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=core.fields.StateField(
                choices=[
                    ("assigned", "已指派"),
                    ("recused", "已回避"),
                    ("declined", "已谢绝"),
                    ("returned", "已交回"),
                    ("withdrawn", "已撤回"),
                ],
                default="assigned",
                editable=False,
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="closes_on",
            field=models.DateField(help_text="当日 24:00 截止。", verbose_name="评分截止日期"),
        ),
        migrations.AlterField(
            model_name="roundresult",
            name="mean",
            field=models.DecimalField(
                decimal_places=2,
                help_text="各形式按权重合计，含测试加分。",
                max_digits=6,
                verbose_name="得分",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settles_by__isnull", True), ("settles_by__gte", models.F("closes_on")), _connector="OR"
                ),
                name="round_settles_after_scoring",
                violation_error_message="合议截止日期不能早于评分截止日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "third_party"), _negated=True),
                    models.Q(("third_party", ""), _negated=True),
                    _connector="OR",
                ),
                name="round_names_third_party",
                violation_error_message="指定第三方考核时须填写机构名称。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cross_weight_most__lte", 10),
                    models.Q(
                        ("cross_weight_most__lte", 100),
                        models.Q(("cross_weight_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="round_says_why_cross_counts",
                violation_error_message="交叉互评权重上限超过 10%% 时须写明理由。",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("spread_limit__gte", 0)), name="spread_limit_not_negative"
            ),
        ),
        migrations.AddField(
            model_name="partfigure",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figures",
                to="reviews.roundresult",
                verbose_name="考核结果",
            ),
        ),
        migrations.AddField(
            model_name="roundpart",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddField(
            model_name="partfigure",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="reviews.roundpart",
                verbose_name="考核形式",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="part",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="reviews.roundpart",
                verbose_name="考核形式",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "assigned")),
                fields=("round", "candidacy", "reviewer", "part"),
                name="assigned_once",
                violation_error_message="该评审人员已指派给这个集体。",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["assigned", "recused", "declined", "returned", "withdrawn"])
                ),
                name="assignment_state_known",
            ),
        ),
        migrations.AddField(
            model_name="spreadreview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核对人",
            ),
        ),
        migrations.AddField(
            model_name="spreadreview",
            name="candidacy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spread_reviews",
                to="creation_cycle.candidacy",
                verbose_name="创建申报",
            ),
        ),
        migrations.AddField(
            model_name="spreadreview",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spread_reviews",
                to="reviews.round",
                verbose_name="考核轮次",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundpart",
            constraint=models.UniqueConstraint(
                fields=("round", "kind"), name="part_once", violation_error_message="考核形式重复。"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__range", (1, 100))), name="part_weight_in_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="partfigure",
            constraint=models.UniqueConstraint(fields=("result", "part"), name="one_figure_per_part"),
        ),
        migrations.AddConstraint(
            model_name="spreadreview",
            constraint=models.UniqueConstraint(
                fields=("round", "candidacy"), name="one_spread_review_per_round"
            ),
        ),
    ]
