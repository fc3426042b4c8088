import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.validators
import units.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employer",
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
                        max_length=80,
                        unique=True,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="单位全称",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[core.validators.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("government", "机关"),
                            ("institution", "事业单位"),
                            ("state_owned", "国有企业"),
                            ("non_public", "非公有制经济组织"),
                            ("social", "社会组织"),
                        ],
                        max_length=12,
                        verbose_name="单位性质",
                    ),
                ),
            ],
            options={
                "verbose_name": "所属单位",
                "verbose_name_plural": "所属单位",
            },
        ),
        migrations.CreateModel(
            name="Industry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
            ],
            options={
                "verbose_name": "行业系统",
                "verbose_name_plural": "行业系统",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
            ],
            options={
                "verbose_name": "集体类型",
                "verbose_name_plural": "集体类型",
                "ordering": ["order", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("league_branch", models.CharField(blank=True, max_length=80, verbose_name="所在团支部")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliation",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.employer",
                        verbose_name="工作单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作单位与团支部",
                "verbose_name_plural": "工作单位与团支部",
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=9,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{6}(\\d{3})?$", "请填写六位数字代码")
                        ],
                        verbose_name="行政区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省级"),
                            ("city", "地级"),
                            ("county", "县级"),
                            ("town", "镇街"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=60, unique=True, verbose_name="路径")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.region",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="名称")),
                ("short_name", models.CharField(max_length=30, verbose_name="简称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "全国"),
                            ("provincial", "省级"),
                            ("city", "地市级"),
                            ("county", "县区级"),
                            ("grassroots", "基层"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("territorial", "地方"), ("system", "行业系统")],
                        default="territorial",
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=200, unique=True, verbose_name="路径")),
                (
                    "issuer_name",
                    models.CharField(
                        blank=True,
                        help_text="留空时使用名称；联合发文时各单位用顿号隔开。",
                        max_length=80,
                        verbose_name="证书落款",
                    ),
                ),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="受理电话")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="受理邮箱")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.committee",
                        verbose_name="上级团组织",
                    ),
                ),
                (
                    "industry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.industry",
                        verbose_name="所属行业系统",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.region",
                        verbose_name="所在区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "团组织",
                "verbose_name_plural": "团组织",
                "ordering": ["path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "territorial"), ("industry__isnull", False), _connector="OR"
                        ),
                        name="system_committee_has_industry",
                        violation_error_message="行业系统团组织须填写所属行业系统。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                        max_length=80,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="集体名称",
                    ),
                ),
                (
                    "slug",
                    models.CharField(editable=False, max_length=40, unique=True, verbose_name="网页代号"),
                ),
                (
                    "league_branch",
                    models.CharField(
                        blank=True,
                        help_text="例如：某某分局机关团支部。",
                        max_length=80,
                        verbose_name="本集体团组织名称",
                    ),
                ),
                ("is_abroad", models.BooleanField(default=False, verbose_name="驻在地在国外")),
                (
                    "complaint_phone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[core.validators.validate_phone],
                        verbose_name="监督电话",
                    ),
                ),
                ("complaint_email", models.EmailField(blank=True, max_length=254, verbose_name="监督邮箱")),
                ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="撤并日期")),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        help_text="受理备案、提出推荐意见的团委（团工委）。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="units.committee",
                        verbose_name="隶属团组织",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="units.employer",
                        verbose_name="所属单位",
                    ),
                ),
                (
                    "industry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.industry",
                        verbose_name="行业系统",
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
                    "unit_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unittype",
                        verbose_name="集体类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建集体",
                "verbose_name_plural": "创建集体",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["committee", "name"], name="unit_by_committee")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "region"),
                        name="unit_name_once_per_region",
                        violation_error_message="该区划内已有同名集体，请核对是否重复登记。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("captain", "号长"), ("deputy", "副号长"), ("filler", "填报员")],
                        max_length=10,
                        verbose_name="职责",
                    ),
                ),
                ("starts_on", models.DateField(default=core.clock.today, verbose_name="开始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "集体账号",
                "verbose_name_plural": "集体账号",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "user", "role", "starts_on"), name="post_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("role", "captain")),
                        fields=("unit",),
                        name="one_captain_per_unit",
                        violation_error_message="一个集体同一时间只有一名号长。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
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
                        max_length=40, validators=[core.validators.validate_plain_text], verbose_name="姓名"
                    ),
                ),
                (
                    "birth_date",
                    models.DateField(
                        help_text="只知道年月时填当月 1 日。",
                        validators=[
                            core.validators.validate_not_future,
                            units.validators.validate_working_age,
                        ],
                        verbose_name="出生日期",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "女"), ("male", "男")],
                        max_length=6,
                        verbose_name="性别",
                    ),
                ),
                ("is_chinese", models.BooleanField(default=True, verbose_name="中国国籍")),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party", "中共党员"),
                            ("league", "共青团员"),
                            ("masses", "群众"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="政治面貌",
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=40, verbose_name="岗位")),
                ("is_captain", models.BooleanField(default=False, verbose_name="号长")),
                ("is_principal", models.BooleanField(default=False, verbose_name="主要负责人")),
                ("is_league_secretary", models.BooleanField(default=False, verbose_name="团组织主要负责人")),
                (
                    "volunteer_number",
                    models.CharField(blank=True, max_length=30, verbose_name="注册志愿者编号"),
                ),
                (
                    "identity_number",
                    core.fields.EncryptedTextField(
                        blank=True,
                        default="",
                        validators=[core.validators.validate_identity_number],
                        verbose_name="居民身份证号码",
                    ),
                ),
                (
                    "identity_index",
                    core.fields.BlindIndexField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        max_length=64,
                        null=True,
                        source="identity_number",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="加入日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录账号",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "集体成员",
                "verbose_name_plural": "集体成员",
                "ordering": ["-is_captain", "-is_principal", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_captain", True), ("left_on__isnull", True)),
                        fields=("unit",),
                        name="one_captain_on_roster",
                        violation_error_message="花名册中已有号长，一个集体只设一名号长。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("identity_index__isnull", False), ("left_on__isnull", True)),
                        fields=("unit", "identity_index"),
                        name="member_once_per_unit",
                        violation_error_message="该身份证号码已在本集体花名册中。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("joined_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_leaves_after_joining",
                        violation_error_message="离开日期不能早于加入日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YouthHomePairing",
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
                        max_length=80,
                        validators=[core.validators.validate_plain_text],
                        verbose_name="青少年之家名称",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                ("starts_on", models.DateField(default=core.clock.today, verbose_name="结对日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="youth_homes",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "结对青少年之家",
                "verbose_name_plural": "结对青少年之家",
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "管理员"),
                            ("approver", "审批人"),
                            ("credit", "信用管理员"),
                            ("volunteer", "志愿服务管理员"),
                            ("auditor", "审计员"),
                        ],
                        max_length=12,
                        verbose_name="职责",
                    ),
                ),
                ("starts_on", models.DateField(default=core.clock.today, verbose_name="任职开始")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="任职结束")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="units.committee",
                        verbose_name="团组织",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "committee", "role", "starts_on"), name="office_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="office_ends_after_start",
                        violation_error_message="任职结束不能早于任职开始。",
                    ),
                ],
            },
        ),
    ]
