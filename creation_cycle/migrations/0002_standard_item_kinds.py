"""Items of five kinds with rules, and dimensions of their own: the names that items carried become rows, and back."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models
from django.db.models import Q

import creation_cycle.auto_sources
import creation_cycle.models.standard_item


def names_to_rows(apps, schema_editor):
    """Each standard gets its dimensions in the order in which its items name them."""
    item_model = apps.get_model("creation_cycle", "StandardItem")
    dimension_model = apps.get_model("creation_cycle", "StandardDimension")
    known = {}
    for item in item_model.objects.order_by("standard_id", "order", "pk"):
        key = (item.standard_id, item.dimension_name)
        if key not in known:
            known[key] = dimension_model.objects.create(
                standard_id=item.standard_id, name=item.dimension_name, order=len(known)
            )
        item_model.objects.filter(pk=item.pk).update(dimension=known[key])
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table with checks pending


def rows_to_names(apps, schema_editor):
    """Before there were kinds, every item had points and every standard a committee."""
    apps.get_model("creation_cycle", "Standard").objects.filter(is_reference=True).delete()
    items = apps.get_model("creation_cycle", "StandardItem").objects
    for item in items.select_related("dimension"):
        items.filter(pk=item.pk).update(dimension_name=item.dimension.name)
    items.filter(points=0).update(points=Decimal("0.01"))
    schema_editor.connection.check_constraints()


def some():
    return django.core.validators.MinValueValidator(Decimal("0.01"), "须大于 0。")


def not_negative():
    return django.core.validators.MinValueValidator(Decimal("0"), "不能小于 0。")


class Migration(migrations.Migration):
    dependencies = [
        ("creation_cycle", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardDimension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="维度")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        help_text="该维度的得分乘以权重后计入总分，1 即按原分计入。",
                        max_digits=4,
                        validators=[some()],
                        verbose_name="权重",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "standard",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dimensions",
                        to="creation_cycle.standard",
                        verbose_name="标准",
                    ),
                ),
            ],
            options={
                "verbose_name": "维度",
                "verbose_name_plural": "维度",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=Q(weight__gt=0), name="dimension_weight_positive"),
                    models.UniqueConstraint(
                        fields=("standard", "name"),
                        name="dimension_once",
                        violation_error_message="维度名称重复。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoringRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=80, verbose_name="细则")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, validators=[some()], verbose_name="分值"
                    ),
                ),
                ("is_bonus", models.BooleanField(default=False, verbose_name="加分")),
                ("max_times", models.PositiveSmallIntegerField(default=1, verbose_name="最多次数")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="creation_cycle.standarditem",
                        verbose_name="评分项",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分细则",
                "verbose_name_plural": "评分细则",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=Q(points__gt=0), name="rule_points_positive"),
                    models.CheckConstraint(condition=Q(max_times__gte=1), name="rule_counts_once_or_more"),
                    models.UniqueConstraint(
                        fields=("item", "text"), name="rule_once", violation_error_message="细则重复。"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="standard", name="standard_version_once"),
        migrations.AddField(
            model_name="standard",
            name="code",
            field=models.SlugField(
                editable=False, max_length=60, null=True, unique=True, verbose_name="代码"
            ),
        ),
        migrations.AddField(
            model_name="standard",
            name="is_reference",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="各地考核表的样例：可以查看和采用，本身不约束任何集体。",
                verbose_name="仅供参考",
            ),
        ),
        migrations.AddField(
            model_name="standard",
            name="note",
            field=models.TextField(blank=True, verbose_name="说明"),
        ),
        migrations.AlterField(
            model_name="standard",
            name="committee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="standards",
                to="units.committee",
                verbose_name="组织委员会",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.UniqueConstraint(
                models.F("committee"),
                models.F("level"),
                django.db.models.functions.comparison.Coalesce("industry", 0),
                models.F("version"),
                condition=Q(is_reference=False),
                name="standard_version_once",
                violation_error_message="这一版本已存在。",
            ),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("veto", "一票否决"),
                    ("deduct", "扣分"),
                    ("accumulate", "累加"),
                    ("judgement", "评议"),
                    ("auto", "系统数据"),
                ],
                default="judgement",
                max_length=10,
                verbose_name="类型",
            ),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="bonus_max",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                help_text="在满分之外最多可以再加的分数。",
                max_digits=5,
                validators=[not_negative()],
                verbose_name="加分上限",
            ),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="methods",
            field=models.JSONField(
                blank=True,
                default=list,
                validators=[creation_cycle.models.standard_item.validate_methods],
                verbose_name="考评方式",
            ),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="clause",
            field=models.CharField(blank=True, max_length=120, verbose_name="依据"),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="auto_source",
            field=models.CharField(
                blank=True,
                choices=creation_cycle.auto_sources.auto_source_choices,
                max_length=40,
                verbose_name="系统数据",
            ),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="full_at",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="系统数据达到多少得满分，例如一年 4 场；未达到的按比例得分。",
                max_digits=8,
                null=True,
                validators=[some()],
                verbose_name="满分数值",
            ),
        ),
        migrations.RemoveConstraint(model_name="standarditem", name="item_points_positive"),
        migrations.AlterField(
            model_name="standarditem",
            name="points",
            field=models.DecimalField(
                decimal_places=2, max_digits=5, validators=[not_negative()], verbose_name="满分"
            ),
        ),
        migrations.RenameField("standarditem", "dimension", "dimension_name"),
        migrations.AlterField(
            model_name="standarditem",
            name="dimension_name",
            field=models.CharField(default="", max_length=20, verbose_name="维度"),
        ),
        migrations.AddField(
            model_name="standarditem",
            name="dimension",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="items",
                to="creation_cycle.standarddimension",
                verbose_name="维度",
            ),
        ),
        migrations.RunPython(names_to_rows, rows_to_names),
        migrations.AlterField(
            model_name="standarditem",
            name="dimension",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="items",
                to="creation_cycle.standarddimension",
                verbose_name="维度",
            ),
        ),
        migrations.RemoveField(model_name="standarditem", name="dimension_name"),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=Q(code__isnull=True, committee__isnull=False, is_reference=False)
                | Q(code__isnull=False, committee__isnull=True, is_reference=True, state="draft"),
                name="standard_binds_or_is_reference",
                violation_error_message="请选择组织委员会。",
            ),
        ),
        migrations.AddConstraint(
            model_name="standarditem",
            constraint=models.CheckConstraint(
                condition=Q(bonus_max=0, kind="veto", points=0)
                | Q(bonus_max__gte=0, kind__in=["deduct", "auto"], points__gt=0)
                | (
                    Q(bonus_max__gte=0, kind__in=["accumulate", "judgement"], points__gte=0)
                    & ~Q(bonus_max=0, points=0)
                ),
                name="item_points_by_kind",
                violation_error_message="一票否决项不计分；其他评分项须有大于 0 的满分或加分上限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="standarditem",
            constraint=models.CheckConstraint(
                condition=(Q(full_at__isnull=False, full_at__gt=0, kind="auto") & ~Q(auto_source=""))
                | (~Q(kind="auto") & Q(auto_source="", full_at__isnull=True)),
                name="item_auto_has_source",
                violation_error_message="系统数据项须选择数据并填写满分数值，其他类型不填。",
            ),
        ),
    ]
