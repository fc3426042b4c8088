from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.validators
import creation_cycle.rule_book


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=40, unique=True, verbose_name="编号前缀")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="最近编号")),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        verbose_name="认定等级",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例如：2025—2026年度中山市青年文明号。",
                        max_length=60,
                        verbose_name="周期名称",
                    ),
                ),
                (
                    "authority_basis",
                    models.TextField(
                        help_text="批准开展本项创建示范活动的文件（《创建示范活动管理办法（试行）》）。",
                        verbose_name="开展依据",
                    ),
                ),
                ("filing_opens_on", models.DateField(verbose_name="备案开始")),
                (
                    "filing_closes_on",
                    models.DateField(help_text="当日 24:00 截止。", verbose_name="备案截止"),
                ),
                ("creating_on", models.DateField(verbose_name="对标创建开始")),
                ("assessing_on", models.DateField(verbose_name="达标考核开始")),
                ("certifying_on", models.DateField(verbose_name="审核认定开始")),
                ("closes_on", models.DateField(help_text="当日 24:00 结束。", verbose_name="周期结束")),
                (
                    "publicity_workdays",
                    models.PositiveSmallIntegerField(
                        default=5, help_text="惯例为 5 个工作日。", verbose_name="公示工作日"
                    ),
                ),
                (
                    "rounds_required",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="一个创建周期内至少 2 次（指引 二.3）。",
                        verbose_name="须组织的达标考核次数",
                    ),
                ),
                ("rounds_exception", models.TextField(blank=True, verbose_name="考核次数不足的批准理由")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[
                            ("planned", "筹备"),
                            ("filing", "备案"),
                            ("creating", "对标创建"),
                            ("assessing", "达标考核"),
                            ("certifying", "审核认定"),
                            ("closed", "已结束"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=12,
                        protected=True,
                        verbose_name="阶段",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="units.committee",
                        verbose_name="组织委员会",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建周期",
                "verbose_name_plural": "创建周期",
                "ordering": ["-filing_opens_on", "committee"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filing_closes_on__gte", models.F("filing_opens_on")),
                            ("filing_closes_on__lte", models.F("closes_on")),
                        ),
                        name="cycle_filing_window",
                        violation_error_message="备案截止须在备案开始之后、周期结束之前。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("creating_on__gte", models.F("filing_opens_on")),
                            ("assessing_on__gte", models.F("creating_on")),
                            ("certifying_on__gte", models.F("assessing_on")),
                            ("closes_on__gte", models.F("certifying_on")),
                        ),
                        name="cycle_stages_in_order",
                        violation_error_message="各阶段开始日期须依次不早于前一阶段。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["planned", "filing", "creating", "assessing", "certifying", "closed"],
                            )
                        ),
                        name="cycle_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("committee", "level", "name"),
                        name="cycle_name_once",
                        violation_error_message="该组委会已有同名的创建周期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    core.fields.StateField(
                        choices=[
                            ("draft", "草稿"),
                            ("returned", "已退回"),
                            ("submitted", "待推荐"),
                            ("recommended", "已推荐"),
                            ("filed", "已备案"),
                            ("declined", "不予备案"),
                            ("creating", "对标创建中"),
                            ("applied", "已申请达标"),
                            ("assessing", "考核中"),
                            ("met", "达标"),
                            ("not_met", "未达标"),
                            ("nominated", "拟认定"),
                            ("publicised", "公示中"),
                            ("contested", "异议核查中"),
                            ("certified", "已认定"),
                            ("rejected", "不予认定"),
                            ("withdrawn", "已撤回"),
                            ("lapsed", "已失效"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=12,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
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
                        editable=False,
                        max_length=12,
                        verbose_name="申报等级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "新创建"), ("promotion", "晋级"), ("star", "升星")],
                        default="new",
                        max_length=10,
                        verbose_name="申报类型",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("regular", "常规"), ("special", "特别推荐")],
                        default="regular",
                        max_length=8,
                        verbose_name="推荐渠道",
                    ),
                ),
                ("channel_reason", models.TextField(blank=True, verbose_name="特别推荐理由")),
                (
                    "filing_number",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="备案编号"),
                ),
                ("plan", models.TextField(blank=True, verbose_name="创建规划")),
                ("standard_summary", models.TextField(blank=True, verbose_name="创建标准（细化）")),
                ("sign", models.CharField(blank=True, max_length=120, verbose_name="创建标识")),
                ("carrier", models.TextField(blank=True, verbose_name="创建载体")),
                ("slogan", models.CharField(blank=True, max_length=60, verbose_name="创建口号")),
                ("pledge", models.TextField(blank=True, verbose_name="公开承诺")),
                (
                    "complaint_phone",
                    models.CharField(
                        blank=True,
                        max_length=30,
                        validators=[core.validators.validate_phone],
                        verbose_name="监督电话",
                    ),
                ),
                (
                    "story",
                    models.TextField(blank=True, help_text="建议 1300—1700 字。", verbose_name="事迹材料"),
                ),
                (
                    "decision_number",
                    models.CharField(blank=True, editable=False, max_length=60, verbose_name="认定文号"),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="认定日期"),
                ),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="退回、不予或撤回理由")),
                (
                    "certified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommending_committee",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="units.committee",
                        verbose_name="推荐团组织",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="creation_cycle.cycle",
                        verbose_name="创建周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建申报",
                "verbose_name_plural": "创建申报",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="公示说明")),
                (
                    "opened_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="发布日期"),
                ),
                (
                    "closes_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="截止日期"),
                ),
                (
                    "is_provisional",
                    models.BooleanField(default=False, editable=False, verbose_name="暂按周末计算"),
                ),
                (
                    "taken_down_on",
                    models.DateField(
                        blank=True, help_text="到期后公示页面不再公开。", null=True, verbose_name="撤下日期"
                    ),
                ),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("draft", "待发布"), ("open", "公示中"), ("closed", "公示结束")],
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
                        related_name="notices",
                        to="creation_cycle.cycle",
                        verbose_name="创建周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示",
                "verbose_name_plural": "公示",
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "open", "closed"])),
                        name="notice_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("opened_on__isnull", False), ("closes_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="opened_notice_has_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_down_on__isnull", True),
                            ("taken_down_on__gt", models.F("closes_on")),
                            _connector="OR",
                        ),
                        name="notice_stands_through_its_clock",
                        violation_error_message="公示期内不能撤下公示，撤下日期须晚于截止日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "star",
                    models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="拟认定星级"),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_entries",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="creation_cycle.notice",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示名单",
                "verbose_name_plural": "公示名单",
                "ordering": ["candidacy__unit__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "candidacy"),
                        name="on_notice_once",
                        violation_error_message="该集体已在名单中。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("star__range", (1, 3))), name="notice_star_range"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.TextField(
                        validators=[core.validators.validate_plain_paragraphs], verbose_name="异议内容"
                    ),
                ),
                ("name", core.fields.EncryptedTextField(blank=True, default="", verbose_name="姓名")),
                ("contact", core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系方式")),
                (
                    "received_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="收到时间"),
                ),
                (
                    "tracking_code",
                    models.CharField(editable=False, max_length=16, unique=True, verbose_name="查询码"),
                ),
                ("conclusion", models.TextField(blank=True, editable=False, verbose_name="核查结论")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("received", "核查中"), ("upheld", "异议成立"), ("dismissed", "异议不成立")],
                        default="received",
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
                        related_name="objections",
                        to="creation_cycle.candidacy",
                        verbose_name="涉及集体",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="creation_cycle.notice",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议",
                "verbose_name_plural": "异议",
                "ordering": ["-received_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["received", "upheld", "dismissed"])),
                        name="objection_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "received"),
                            models.Q(("conclusion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="objection_concluded_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(verbose_name="名额")),
                ("special_places", models.PositiveSmallIntegerField(default=0, verbose_name="特别推荐名额")),
                ("reason", models.CharField(max_length=200, verbose_name="调整理由")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.committee",
                        verbose_name="推荐团组织",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="creation_cycle.cycle",
                        verbose_name="周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐名额",
                "verbose_name_plural": "推荐名额",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "committee"),
                        name="quota_once",
                        violation_error_message="该推荐团组织的名额已设置。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=80, verbose_name="届次或周期")),
                (
                    "star",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一星级"), (2, "二星级"), (3, "三星级")], verbose_name="认定星级"
                    ),
                ),
                ("is_star_assumed", models.BooleanField(default=False, verbose_name="星级按政策推定")),
                ("recognised_on", models.DateField(verbose_name="认定日期")),
                ("is_year_only", models.BooleanField(default=False, verbose_name="只知道年份")),
                ("decision_number", models.CharField(blank=True, max_length=60, verbose_name="认定文号")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="公布来源")),
                (
                    "candidacy",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognition",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="creation_cycle.cycle",
                        verbose_name="创建周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "认定记录",
                "verbose_name_plural": "认定记录",
                "ordering": ["-recognised_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="证书编号")),
                (
                    "is_registered_only",
                    models.BooleanField(default=False, verbose_name="往届登记（不制发电子证书）"),
                ),
                ("file", models.FileField(blank=True, upload_to="certificates/%Y", verbose_name="证书文件")),
                (
                    "file_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="文件摘要（SHA-256）"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="制发时间")),
                ("failure", models.TextField(blank=True, verbose_name="失败原因")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[
                            ("queued", "待制发"),
                            ("issued", "已制发"),
                            ("failed", "制发失败"),
                            ("replaced", "已换发"),
                            ("revoked", "已撤销"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="creation_cycle.recognition",
                        verbose_name="认定记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "证书",
                "verbose_name_plural": "证书",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "issued", "failed"])),
                        fields=("recognition",),
                        name="one_current_certificate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "issued", "failed", "replaced", "revoked"])
                        ),
                        name="certificate_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            ("is_registered_only", True),
                            models.Q(("file_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="issued_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("failure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="failed_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="冻结时间")),
                ("headcount", models.PositiveIntegerField(verbose_name="人数")),
                (
                    "members",
                    models.JSONField(
                        help_text="每人：掩码姓名、出生年月、国籍、政治面貌、岗位、是否号长与主要负责人。",
                        verbose_name="成员",
                    ),
                ),
                ("findings", models.JSONField(verbose_name="当时的条件核对结果")),
                (
                    "candidacy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_snapshot",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
            ],
            options={
                "verbose_name": "花名册快照",
                "verbose_name_plural": "花名册快照",
            },
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
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
                        verbose_name="认定等级",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("effective_from", models.DateField(verbose_name="生效日期")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("legal_basis", models.TextField(verbose_name="制定依据")),
                (
                    "is_reference",
                    models.BooleanField(
                        default=False,
                        help_text="各地文件的样例：可以查看和采用，本身不约束任何集体。",
                        verbose_name="仅供参考",
                    ),
                ),
                (
                    "legacy_star_policy",
                    models.CharField(
                        choices=[
                            ("collapse_to_one", "一律确认为一星级"),
                            ("count_history", "按历次认定次数计星（最高三星级）"),
                        ],
                        default="collapse_to_one",
                        max_length=20,
                        verbose_name="往届称号星级",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空表示全国框架：没有本地规则时适用。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_sets",
                        to="units.committee",
                        verbose_name="组织委员会",
                    ),
                ),
                (
                    "industry",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空表示适用于所有行业。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.industry",
                        verbose_name="行业系统",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则",
                "verbose_name_plural": "规则",
                "ordering": ["level", "committee__path", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("committee", 0),
                        models.F("level"),
                        django.db.models.functions.comparison.Coalesce("industry", 0),
                        models.F("version"),
                        condition=models.Q(("is_reference", False)),
                        name="rule_set_version_once",
                        violation_error_message="同一组委会、等级、行业的这一版本已存在。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="rule_set_dates",
                        violation_error_message="失效日期不能早于生效日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=creation_cycle.rule_book.rule_choices, max_length=40, verbose_name="条件"
                    ),
                ),
                (
                    "limit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="人数、百分比、场次等，单位见条件说明。",
                        max_digits=8,
                        null=True,
                        verbose_name="阈值",
                    ),
                ),
                (
                    "age_limit",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="年龄上限（周岁，含）"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("filing", "备案"),
                            ("assessment", "达标考核"),
                            ("recheck", "年度复核"),
                            ("area", "片区指标"),
                        ],
                        default="filing",
                        max_length=12,
                        verbose_name="适用阶段",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("hard", "硬性条件"),
                            ("advisory", "提示"),
                            ("waivable", "硬性条件（特别推荐可放宽）"),
                        ],
                        default="hard",
                        max_length=10,
                        verbose_name="约束力",
                    ),
                ),
                ("clause", models.CharField(max_length=120, verbose_name="条款出处")),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settings",
                        to="creation_cycle.ruleset",
                        verbose_name="规则",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则条目",
                "verbose_name_plural": "规则条目",
                "ordering": ["rule_set", "stage", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule_set", "rule", "stage"),
                        name="rule_once_per_stage",
                        violation_error_message="同一阶段已有这个条件。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        verbose_name="等级",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("basis", models.TextField(blank=True, verbose_name="依据")),
                (
                    "pass_line",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("80"), max_digits=5, verbose_name="达标线"
                    ),
                ),
                (
                    "state",
                    core.fields.StateField(
                        choices=[("draft", "草稿"), ("published", "已发布"), ("superseded", "已被替代")],
                        default="draft",
                        editable=False,
                        max_length=12,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="units.committee",
                        verbose_name="组织委员会",
                    ),
                ),
                (
                    "industry",
                    models.ForeignKey(
                        blank=True,
                        help_text="留空为通用标准：暂无行业标准的集体适用。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.industry",
                        verbose_name="行业系统",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建标准",
                "verbose_name_plural": "创建标准",
                "ordering": ["committee", "level", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("committee"),
                        models.F("level"),
                        django.db.models.functions.comparison.Coalesce("industry", 0),
                        models.F("version"),
                        name="standard_version_once",
                        violation_error_message="这一版本已存在。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "superseded"])),
                        name="standard_state_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="candidacy",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="candidacies",
                to="creation_cycle.standard",
                verbose_name="创建标准",
            ),
        ),
        migrations.CreateModel(
            name="StandardItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dimension", models.CharField(max_length=20, verbose_name="维度")),
                ("name", models.CharField(max_length=60, verbose_name="评分项")),
                ("guidance", models.TextField(blank=True, verbose_name="评分说明")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01"), "满分须大于 0。")
                        ],
                        verbose_name="满分",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="creation_cycle.standard",
                        verbose_name="标准",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分项",
                "verbose_name_plural": "评分项",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="item_points_positive"
                    ),
                    models.UniqueConstraint(
                        fields=("standard", "name"),
                        name="item_once",
                        violation_error_message="评分项名称重复。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessmentEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="自评分")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                ("problem", models.TextField(blank=True, verbose_name="存在问题与整改措施")),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_assessment",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creation_cycle.standarditem",
                        verbose_name="评分项",
                    ),
                ),
            ],
            options={
                "verbose_name": "自评",
                "verbose_name_plural": "自评",
                "ordering": ["item__order", "item"],
                "constraints": [
                    models.UniqueConstraint(fields=("candidacy", "item"), name="self_assessed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)), name="self_points_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Title",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        verbose_name="等级",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="例如：广东省青年文明号。", max_length=40, verbose_name="称号名称"
                    ),
                ),
                (
                    "star",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一星级"), (2, "二星级"), (3, "三星级")], verbose_name="星级"
                    ),
                ),
                ("first_recognised_on", models.DateField(verbose_name="首次认定")),
                ("last_recognised_on", models.DateField(verbose_name="最近认定")),
                (
                    "state",
                    core.fields.StateField(
                        choices=[
                            ("in_force", "有效"),
                            ("warned", "警告提醒"),
                            ("revoked", "已撤销"),
                            ("ended", "已终止"),
                        ],
                        default="in_force",
                        editable=False,
                        max_length=10,
                        protected=True,
                        verbose_name="状态",
                    ),
                ),
                ("state_reason", models.TextField(blank=True, editable=False, verbose_name="状态说明")),
                (
                    "state_changed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="状态变更日期"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="units.committee",
                        verbose_name="认定机构",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titles",
                        to="units.unit",
                        verbose_name="集体",
                    ),
                ),
            ],
            options={
                "verbose_name": "称号",
                "verbose_name_plural": "称号",
                "indexes": [
                    models.Index(fields=["-last_recognised_on", "-id"], name="title_roll"),
                    models.Index(
                        fields=["level", "star", "-last_recognised_on", "-id"], name="title_roll_by_level"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["in_force", "warned"])),
                        fields=("unit", "level"),
                        name="one_title_in_force_per_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("star__range", (1, 3))), name="title_star_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["in_force", "warned", "revoked", "ended"])),
                        name="title_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revoked"), _negated=True),
                            models.Q(("state_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="revoked_has_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="recognition",
            name="title",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recognitions",
                to="creation_cycle.title",
                verbose_name="称号",
            ),
        ),
        migrations.AddIndex(
            model_name="candidacy",
            index=models.Index(fields=["cycle", "state"], name="candidacy_cycle_state"),
        ),
        migrations.AddIndex(
            model_name="candidacy",
            index=models.Index(fields=["recommending_committee", "cycle"], name="candidacy_by_body"),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["declined", "certified", "rejected", "withdrawn", "lapsed"]), _negated=True
                ),
                fields=("unit", "cycle", "level"),
                name="one_live_candidacy",
                violation_error_message="该集体在本周期已有一份进行中的申报。",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("filing_number", ""), _negated=True),
                fields=("filing_number",),
                name="filing_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "returned",
                            "submitted",
                            "recommended",
                            "filed",
                            "declined",
                            "creating",
                            "applied",
                            "assessing",
                            "met",
                            "not_met",
                            "nominated",
                            "publicised",
                            "contested",
                            "certified",
                            "rejected",
                            "withdrawn",
                            "lapsed",
                        ],
                    )
                ),
                name="candidacy_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "certified"), _negated=True),
                    models.Q(
                        models.Q(("decision_number", ""), _negated=True),
                        ("decided_on__isnull", False),
                        ("certified_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="certified_has_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certified_by__isnull", True),
                    models.Q(("certified_by", models.F("nominated_by")), _negated=True),
                    _connector="OR",
                ),
                name="certifier_is_not_nominator",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "rejected"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="refusal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "returned", "submitted", "recommended", "declined", "withdrawn", "lapsed"],
                    ),
                    models.Q(models.Q(("filing_number", ""), _negated=True), ("standard__isnull", False)),
                    _connector="OR",
                ),
                name="filed_has_number_and_standard",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cycle__isnull", False)),
                fields=("title", "cycle"),
                name="one_star_per_cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(fields=("title", "label"), name="recognition_once"),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cycle__isnull", True), models.Q(("decision_number", ""), _negated=True), _connector="OR"
                ),
                name="own_recognition_has_decision",
            ),
        ),
    ]
