import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.validators
import workspace.counters
import workspace.models.activity
import workspace.models.growth
import workspace.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("units", "0002_roster_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("for_committees", models.BooleanField(default=False, verbose_name="团组织的活动")),
                ("is_active", models.BooleanField(default=True, verbose_name="可选")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="出处")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "verbose_name": "活动类型",
                "verbose_name_plural": "活动类型",
                "ordering": ["for_committees", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
                (
                    "day",
                    models.DateField(
                        default=core.clock.today,
                        validators=[core.validators.validate_not_future],
                        verbose_name="日期",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        max_length=60, validators=[core.validators.validate_plain_text], verbose_name="主题"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="地点",
                    ),
                ),
                (
                    "people",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100000)],
                        verbose_name="参加人数",
                    ),
                ),
                (
                    "served",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(10000000)],
                        verbose_name="服务人次",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        max_length=600,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="简述",
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="在荣誉榜的集体页面公开")),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="登记时间"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
                (
                    "youth_home",
                    models.ForeignKey(
                        blank=True,
                        help_text="到结对青少年之家开展活动时选择；结对期间类型为“志愿服务”的计入年度场次。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="units.youthhomepairing",
                        verbose_name="结对青少年之家",
                    ),
                ),
                (
                    "activity_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspace.activitytype",
                        verbose_name="类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建日志",
                "verbose_name_plural": "创建日志",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CareTarget",
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
                            ("family", "困难家庭"),
                            ("student", "困难学生"),
                            ("worker", "困难职工"),
                            ("other", "其他对象"),
                        ],
                        max_length=8,
                        verbose_name="对象类型",
                    ),
                ),
                ("code", models.CharField(editable=False, max_length=12, verbose_name="代号")),
                (
                    "since",
                    models.DateField(
                        default=core.clock.today,
                        validators=[core.validators.validate_not_future],
                        verbose_name="开始日期",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[core.validators.validate_not_future],
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        blank=True,
                        help_text="例如：每季度一次。",
                        max_length=40,
                        validators=[
                            core.validators.validate_plain_text,
                            workspace.validators.refuse_personal_numbers,
                        ],
                        verbose_name="计划频次",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_targets",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "帮扶对象",
                "verbose_name_plural": "帮扶对象",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "code"), name="care_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="care_ends_after_start",
                        violation_error_message="结束日期不能早于开始日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
                (
                    "day",
                    models.DateField(
                        default=core.clock.today,
                        validators=[core.validators.validate_not_future],
                        verbose_name="日期",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=300,
                        validators=[
                            core.validators.validate_plain_paragraphs,
                            workspace.validators.refuse_personal_numbers,
                        ],
                        verbose_name="内容",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_visits",
                        to="workspace.activity",
                        verbose_name="相关的创建日志",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="workspace.caretarget",
                        verbose_name="帮扶对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "关爱记录",
                "verbose_name_plural": "关爱记录",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Cluster",
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
                        max_length=60, validators=[core.validators.validate_plain_text], verbose_name="名称"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("road", "青年文明号路"),
                            ("street", "青年文明号街"),
                            ("market", "青年文明号市场"),
                        ],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                (
                    "slug",
                    models.CharField(editable=False, max_length=40, unique=True, verbose_name="网页代号"),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="介绍",
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="公开")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clusters",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.region",
                        verbose_name="所在区划",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True, related_name="clusters", to="units.unit", verbose_name="集体"
                    ),
                ),
            ],
            options={
                "verbose_name": "青年文明号路、街、市场",
                "verbose_name_plural": "青年文明号路、街、市场",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "region"),
                        name="cluster_once",
                        violation_error_message="该区划内已有同名的路、街、市场。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="表格")),
                (
                    "file",
                    models.FileField(
                        storage=workspace.models.activity.private_storage,
                        upload_to="document-templates/",
                        verbose_name="DOCX 模板",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="上传时间"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_templates",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "表格模板",
                "verbose_name_plural": "表格模板",
                "ordering": ["committee", "kind", "-uploaded_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("committee", "kind"),
                        name="one_active_template",
                        violation_error_message="该团组织的这一表格已有启用的模板，请先停用原模板。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("text", models.TextField(blank=True, verbose_name="要求")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("unit", "创建集体"),
                            ("member", "每名成员"),
                            ("committee", "各级团组织"),
                            ("grassroots", "基层团组织"),
                            ("supervisor", "有下级的团组织"),
                        ],
                        max_length=10,
                        verbose_name="对象",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("cycle", "每个创建周期"),
                            ("year", "每年"),
                            ("half_year", "每半年"),
                            ("month", "每月"),
                            ("node", "每年的节点"),
                        ],
                        max_length=10,
                        verbose_name="频次",
                    ),
                ),
                ("target", models.PositiveSmallIntegerField(default=1, verbose_name="目标数量")),
                (
                    "counter",
                    models.CharField(
                        choices=workspace.counters.choices, max_length=30, verbose_name="计数方法"
                    ),
                ),
                ("clause", models.CharField(max_length=80, verbose_name="依据")),
                (
                    "node_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="节点月份"),
                ),
                (
                    "node_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="节点日期"),
                ),
                (
                    "node_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="节点天数"),
                ),
                (
                    "suggestion",
                    models.CharField(
                        blank=True,
                        help_text="例如：号声嘹亮·青年文明号向祖国报告。",
                        max_length=60,
                        verbose_name="主题建议",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "activity_types",
                    models.ManyToManyField(
                        blank=True,
                        related_name="duties",
                        to="workspace.activitytype",
                        verbose_name="对应的活动类型",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建任务",
                "verbose_name_plural": "创建任务",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("committee", 0),
                        models.F("code"),
                        name="duty_once",
                        violation_error_message="该团组织已有同一代码的任务。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__gt", 0)), name="duty_target_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("period", "node"), _negated=True),
                            models.Q(
                                ("node_day__range", (1, 31)),
                                ("node_days__range", (1, 92)),
                                ("node_month__range", (1, 12)),
                            ),
                            _connector="OR",
                        ),
                        name="node_has_days",
                        violation_error_message="节点任务须填写月份、日期和天数。",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="duties",
            field=models.ManyToManyField(
                blank=True, related_name="activities", to="workspace.duty", verbose_name="对应的创建任务"
            ),
        ),
        migrations.CreateModel(
            name="DutyReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField(verbose_name="期间开始")),
                (
                    "occasion",
                    models.CharField(
                        choices=[("node", "节点将到"), ("due", "即将到期"), ("late", "已经逾期")],
                        max_length=10,
                        verbose_name="时机",
                    ),
                ),
                ("batch", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="批次")),
                ("sent_at", models.DateTimeField(default=core.clock.now, verbose_name="发送时间")),
                (
                    "committee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="workspace.duty",
                        verbose_name="创建任务",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务提醒",
                "verbose_name_plural": "任务提醒",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", True), ("committee__isnull", True), _connector="XOR"
                        ),
                        name="reminder_has_one_subject",
                    ),
                    models.UniqueConstraint(
                        models.F("duty"),
                        django.db.models.functions.comparison.Coalesce("unit", 0),
                        django.db.models.functions.comparison.Coalesce("committee", 0),
                        models.F("period_start"),
                        models.F("occasion"),
                        name="reminded_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrowthCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                (
                    "token",
                    models.CharField(
                        default=workspace.models.growth.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="本人页面代号",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="完成总结",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="建卡时间"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建卡人",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="growth_cards",
                        to="units.member",
                        verbose_name="成员",
                    ),
                ),
            ],
            options={
                "verbose_name": "青年成长计划卡",
                "verbose_name_plural": "青年成长计划卡",
                "ordering": ["member__name", "-starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "starts_on"), name="growth_card_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="growth_card_dates",
                        violation_error_message="结束日期须晚于开始日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrowthConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wording", models.CharField(max_length=10, verbose_name="告知文本版本")),
                ("given_at", models.DateTimeField(default=core.clock.now, verbose_name="同意时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "上墙公示同意",
                "verbose_name_plural": "上墙公示同意",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("card",),
                        name="one_consent_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_after_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrowthGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=80, validators=[core.validators.validate_plain_text], verbose_name="目标"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="衡量标准",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="计划完成")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "成长目标",
                "verbose_name_plural": "成长目标",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GrowthPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(default=core.clock.today, verbose_name="日期")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="进度（%）"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="说明",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "成长坐标",
                "verbose_name_plural": "成长坐标",
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("card", "day"),
                        name="one_point_a_day",
                        violation_error_message="这一天已经记录过进度。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="percent_in_range"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrowthSupporter",
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
                        choices=[("partner", "成长伙伴"), ("fan", "成长粉丝")],
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=40, validators=[core.validators.validate_plain_text], verbose_name="姓名"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="职务",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=workspace.models.growth.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="页面代号",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="停用时间")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supporters",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "成长伙伴和粉丝",
                "verbose_name_plural": "成长伙伴和粉丝",
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GrowthComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=300,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="留言",
                    ),
                ),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to="workspace.growthpoint",
                        verbose_name="针对的进度",
                    ),
                ),
                (
                    "supporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="workspace.growthsupporter",
                        verbose_name="留言人",
                    ),
                ),
            ],
            options={
                "verbose_name": "成长留言",
                "verbose_name_plural": "成长留言",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InnovationCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="出处")),
                ("is_active", models.BooleanField(default=True, verbose_name="可选")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空为通用类别。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
            ],
            options={
                "verbose_name": "创新类别",
                "verbose_name_plural": "创新类别",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Innovation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
                (
                    "name",
                    models.CharField(
                        max_length=60, validators=[core.validators.validate_plain_text], verbose_name="名称"
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="完成人",
                    ),
                ),
                (
                    "background",
                    models.TextField(
                        blank=True,
                        max_length=600,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="背景",
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        max_length=1000,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="内容",
                    ),
                ),
                (
                    "benefit",
                    models.TextField(
                        blank=True,
                        max_length=400,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="效益说明",
                    ),
                ),
                (
                    "benefit_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"), "金额不能小于 0。")
                        ],
                        verbose_name="经济效益（元）",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(
                        default=core.clock.today,
                        validators=[core.validators.validate_not_future],
                        verbose_name="提交日期",
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[core.validators.validate_not_future],
                        verbose_name="采纳日期",
                    ),
                ),
                (
                    "applied_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[core.validators.validate_not_future],
                        verbose_name="实施日期",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        help_text="图片和视频从创建日志引用，不重复上传。",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="innovations",
                        to="workspace.activity",
                        verbose_name="相关的创建日志",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="innovations",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspace.innovationcategory",
                        verbose_name="类别",
                    ),
                ),
            ],
            options={
                "verbose_name": "五小创新",
                "verbose_name_plural": "五小创新",
                "ordering": ["-submitted_on", "-pk"],
                "indexes": [models.Index(fields=["unit", "-submitted_on"], name="innovation_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit_amount__isnull", True), ("benefit_amount__gte", 0), _connector="OR"
                        ),
                        name="benefit_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_on__isnull", True),
                            ("adopted_on__gte", models.F("submitted_on")),
                            _connector="OR",
                        ),
                        name="adopted_after_submitted",
                        violation_error_message="采纳日期不能早于提交日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_on__isnull", True),
                            models.Q(
                                ("adopted_on__isnull", True), ("applied_on__gte", models.F("submitted_on"))
                            ),
                            models.Q(
                                ("adopted_on__isnull", False), ("applied_on__gte", models.F("adopted_on"))
                            ),
                            _connector="OR",
                        ),
                        name="applied_after_adopted",
                        violation_error_message="实施日期不能早于提交日期和采纳日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InnovationFollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
                (
                    "day",
                    models.DateField(
                        default=core.clock.today,
                        validators=[core.validators.validate_not_future],
                        verbose_name="回访日期",
                    ),
                ),
                ("still_in_use", models.BooleanField(default=True, verbose_name="仍在使用")),
                (
                    "text",
                    models.TextField(
                        max_length=400,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="回访结果",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "innovation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="workspace.innovation",
                        verbose_name="创新作品",
                    ),
                ),
            ],
            options={
                "verbose_name": "创新回访",
                "verbose_name_plural": "创新回访",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(default=core.clock.today, verbose_name="日期")),
                (
                    "text",
                    models.CharField(
                        max_length=140,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="微语录",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
            ],
            options={
                "verbose_name": "微语录",
                "verbose_name_plural": "微语录",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UnitLink",
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
                            ("joint", "号号联创"),
                            ("old_and_new", "新老结对"),
                            ("exchange", "互学互访"),
                        ],
                        max_length=12,
                        verbose_name="形式",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        max_length=60,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="共建主题",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        max_length=600,
                        validators=[core.validators.validate_plain_paragraphs],
                        verbose_name="共建内容",
                    ),
                ),
                ("starts_on", models.DateField(default=core.clock.today, verbose_name="开始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("confirmed_on", models.DateField(editable=False, null=True, verbose_name="确认日期")),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="说明")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[
                            ("proposed", "待确认"),
                            ("confirmed", "已确认"),
                            ("declined", "未同意"),
                            ("withdrawn", "已撤回"),
                            ("ended", "已结束"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_links",
                        to="units.unit",
                        verbose_name="对方集体",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_links",
                        to="units.unit",
                        verbose_name="发起集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "联创结对",
                "verbose_name_plural": "联创结对",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposer", models.F("partner")), _negated=True),
                        name="link_joins_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "confirmed", "declined", "withdrawn", "ended"])
                        ),
                        name="link_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="confirmed_link_has_confirmer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "ended"),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="link_ends_after_start",
                        violation_error_message="结束日期不能早于开始日期。",
                    ),
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.functions.comparison.Least("proposer", "partner"),
                        django.db.models.functions.comparison.Greatest("proposer", "partner"),
                        condition=models.Q(("state__in", ["proposed", "confirmed"])),
                        name="one_live_link",
                        violation_error_message="两个集体之间已有同一形式的联创结对。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=60, validators=[core.validators.validate_plain_text], verbose_name="名称"
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="截止日期")),
                ("voters", models.PositiveSmallIntegerField(editable=False, verbose_name="发出票数")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                (
                    "ballots",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="收回票数"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="发起时间"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "阶段评估",
                "verbose_name_plural": "阶段评估",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("unit",),
                        name="one_vote_at_a_time",
                        violation_error_message="已有一次进行中的阶段评估。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ballots__isnull", True), ("closed_at__isnull", True)),
                            models.Q(("ballots__lte", models.F("voters")), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="vote_counted_when_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("good", "良好"),
                            ("fair", "合格"),
                            ("weak", "需要努力"),
                        ],
                        max_length=10,
                        verbose_name="评价",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="票数")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vote_totals",
                        to="workspace.growthcard",
                        verbose_name="计划卡",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="totals",
                        to="workspace.vote",
                        verbose_name="阶段评估",
                    ),
                ),
            ],
            options={
                "verbose_name": "评估票数",
                "verbose_name_plural": "评估票数",
                "ordering": ["card", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "card", "grade"), name="total_once"),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["excellent", "good", "fair", "weak"])),
                        name="grade_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VotingSlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_digest", models.CharField(max_length=64, unique=True, verbose_name="票码摘要")),
                ("is_used", models.BooleanField(default=False, verbose_name="已使用")),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slips",
                        to="workspace.vote",
                        verbose_name="阶段评估",
                    ),
                ),
            ],
            options={
                "verbose_name": "选票",
                "verbose_name_plural": "选票",
                "ordering": ["code_digest"],
            },
        ),
        migrations.CreateModel(
            name="WallPosting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="当月 1 日", verbose_name="月份")),
                ("posted_on", models.DateField(default=core.clock.today, verbose_name="公示日期")),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wall_postings",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "上墙公示",
                "verbose_name_plural": "上墙公示",
                "ordering": ["-month"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "month"), name="wall_posted_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="wall_month_is_first"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="文件代号"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "图片"), ("video", "视频")], max_length=5, verbose_name="种类"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=workspace.models.activity.private_storage,
                        upload_to="",
                        verbose_name="文件",
                    ),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        storage=workspace.models.activity.private_storage,
                        upload_to="",
                        verbose_name="缩略图",
                    ),
                ),
                (
                    "failure",
                    models.CharField(blank=True, max_length=120, verbose_name="未能生成缩略图的原因"),
                ),
                ("width", models.PositiveIntegerField(default=0, verbose_name="宽")),
                ("height", models.PositiveIntegerField(default=0, verbose_name="高")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                (
                    "caption",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="说明",
                    ),
                ),
                ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="workspace.activity",
                        verbose_name="创建日志",
                    ),
                ),
            ],
            options={
                "verbose_name": "活动图片和视频",
                "verbose_name_plural": "活动图片和视频",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "sha256"),
                        name="activity_file_once",
                        violation_error_message="这份文件已经上传过。",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["unit", "-day", "-id"], name="activity_by_unit"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["committee", "-day", "-id"], name="activity_by_committee"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__isnull", True), ("committee__isnull", True), _connector="XOR"),
                name="activity_has_one_owner",
            ),
        ),
    ]
