"""创建申报: one unit, one cycle, from draft to certified (DESIGN §4)."""

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.lifecycle import ADVISORY, HARD, Finding
from core.validators import validate_phone
from creation_cycle.adjustment_terms import Terms, terms_from
from creation_cycle.enums import (
    AdjustmentKind,
    CandidacyKind,
    CandidacyState,
    Channel,
    RuleStage,
    Severity,
    TitleState,
)
from creation_cycle.models.candidacy_moves import CandidacyMoves
from creation_cycle.models.cycle import Cycle
from creation_cycle.models.number_series import NumberSeries
from creation_cycle.models.rule_set import RuleSet, RuleSetting
from creation_cycle.models.standard import Standard
from units.enums import Level
from units.models import Committee, Unit

S = CandidacyState


class CandidacyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CandidacyQuerySet":
        """The unit's own keepers, officers of its recommending line and of the organizer's line; others nothing."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        own = Q(unit__in=Unit.objects.kept_by(user))
        overseen = Committee.objects.overseen_by(user)
        staff = Q(recommending_committee__in=overseen) | Q(cycle__committee__in=overseen)
        return self.filter(own | (staff & ~Q(state=S.DRAFT)))

    def live(self) -> "CandidacyQuerySet":
        return self.exclude(state__in=S.final())

    def self_assessing(self) -> "CandidacyQuerySet":
        """Creating, or creating again: whoever has to look at themselves every half year (S1 常态监督)."""
        return self.filter(state__in=[S.CREATING, S.NOT_MET])

    def filed(self) -> "CandidacyQuerySet":
        """Everything that ever got a filing number: the base of the 2:1 cap (S3 三(二)5)."""
        return self.exclude(filing_number="")

    def proposed(self) -> "CandidacyQuerySet":
        """Nominated or further: what the 2:1 cap counts."""
        return self.filter(state__in=[S.NOMINATED, S.PUBLICISED, S.CONTESTED, S.CERTIFIED])

    def recommended(self) -> "CandidacyQuerySet":
        """Recommended or further and not given up: what a body's quota counts."""
        return self.exclude(state__in=[S.DRAFT, S.RETURNED, S.SUBMITTED, S.WITHDRAWN, S.DECLINED])

    def for_list(self) -> "CandidacyQuerySet":
        return self.select_related(
            "unit__employer", "unit__industry", "unit__region", "cycle__committee", "recommending_committee"
        )


class Candidacy(CandidacyMoves):
    """One unit's striving for one level in one cycle."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="candidacies", verbose_name="集体")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="candidacies", verbose_name="创建周期")
    level = models.CharField("申报等级", max_length=12, choices=Level, editable=False)
    kind = models.CharField("申报类型", max_length=10, choices=CandidacyKind, default=CandidacyKind.NEW)
    channel = models.CharField("推荐渠道", max_length=8, choices=Channel, default=Channel.REGULAR)
    channel_reason = models.TextField("特别推荐理由", blank=True)
    recommending_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="推荐团组织",
        editable=False,
    )

    standard = models.ForeignKey(
        Standard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
        verbose_name="创建标准",
        editable=False,
    )
    filing_number = models.CharField("备案编号", max_length=40, blank=True, editable=False)

    plan = models.TextField("创建规划", blank=True)
    goal = models.TextField("创建目标", blank=True)
    standard_summary = models.TextField("创建标准（细化）", blank=True)
    sign = models.CharField("创建标识", max_length=120, blank=True)
    carrier = models.TextField("创建载体", blank=True)
    slogan = models.CharField("创建口号", max_length=60, blank=True)
    pledge = models.TextField("公开承诺", blank=True)
    complaint_phone = models.CharField("监督电话", max_length=30, blank=True, validators=[validate_phone])
    story = models.TextField("事迹材料", blank=True, help_text="建议 1300—1700 字。")

    judged_self_assessment = models.ForeignKey(
        "creation_cycle.SelfAssessment",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="随申请提交的自评",
        editable=False,
    )
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decision_number = models.CharField("认定文号", max_length=60, blank=True, editable=False)
    decided_on = models.DateField("认定日期", null=True, blank=True, editable=False)
    reason = models.TextField("退回、不予或撤回理由", blank=True, editable=False)

    settled = ("nominated", "publicised", "contested", *CandidacyState.final())

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建申报"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["cycle", "state"], name="candidacy_cycle_state"),
            models.Index(fields=["recommending_committee", "cycle"], name="candidacy_by_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "cycle", "level"],
                condition=~Q(state__in=S.final()),
                name="one_live_candidacy",
                violation_error_message="该集体在本周期已有一份进行中的申报。",
            ),
            models.UniqueConstraint(
                fields=["filing_number"], condition=~Q(filing_number=""), name="filing_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="candidacy_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.CERTIFIED)
                | (~Q(decision_number="") & Q(decided_on__isnull=False) & Q(certified_by__isnull=False)),
                name="certified_has_decision",
            ),
            models.CheckConstraint(
                condition=Q(certified_by__isnull=True) | ~Q(certified_by=models.F("nominated_by")),
                name="certifier_is_not_nominator",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DECLINED, S.REJECTED]) | ~Q(reason=""), name="refusal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        S.DRAFT,
                        S.RETURNED,
                        S.SUBMITTED,
                        S.RECOMMENDED,
                        S.DECLINED,
                        S.WITHDRAWN,
                        S.LAPSED,
                    ]
                )
                | (~Q(filing_number="") & Q(standard__isnull=False)),
                name="filed_has_number_and_standard",
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.cycle}"

    def save(self, **kwargs):
        if self._state.adding:
            self.level = self.cycle.level
            self.recommending_committee = self.find_recommending_committee()
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("creation_cycle:candidacy", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """The filing form is the captain's while nobody else holds it."""
        return self.state in (S.DRAFT, S.RETURNED)

    @property
    def is_plan_editable(self) -> bool:
        return self.state in (S.FILED, S.CREATING, S.NOT_MET)

    @property
    def is_self_assessing(self) -> bool:
        """自查自评 belongs to creation; once the unit has applied, its version is being judged."""
        return self.state in (S.CREATING, S.NOT_MET)

    @property
    def present_self_assessment(self):
        """The newest version, open or completed; None before creation begins."""
        return self.self_assessments.first()

    @property
    def is_live(self) -> bool:
        return self.state not in S.final()

    def find_recommending_committee(self) -> Committee | None:
        """下一级团组织: the body just below the organizer on the way to the unit's own (S1 简易备案)."""
        own = self.unit.committee
        return self.cycle.committee.next_below(own) if own else None

    def find_standard(self) -> Standard | None:
        """The published standard this unit would be judged by: its industry's, else the general one."""
        return Standard.objects.pick(
            committee=self.cycle.committee, level=self.level, industry=self.unit.industry
        )

    def next_filing_number(self) -> str:
        """BA442000-2026-0007: region of the organizer, year of filing, running number without gaps."""
        series = f"BA{self.cycle.committee.region.code}-{clock.today().year}"
        return f"{series}-{NumberSeries.take(series):04d}"

    def rule_findings(self, stage: RuleStage) -> list[Finding]:
        """Each rule's answer for this unit at `stage`, waivers of the special channel applied."""
        rule_set = self.rule_set
        if rule_set is None:
            return [Finding(ok=False, text="组委会尚未发布适用的创建规则", who=str(self.cycle.committee))]
        units = Unit.objects.filter(pk=self.unit_id)
        [(_, findings)] = rule_set.evaluate(units, on=self.cycle.filing_closes_on, stage=stage)
        return [self._waived(finding) for finding in findings]

    def _waived(self, finding: Finding) -> Finding:
        """特别推荐 relaxes waivable rules; recommending and filing body both have to confirm (domain.md §1.2)."""
        if finding.ok or finding.severity != Severity.WAIVABLE:
            return finding
        if self.channel != Channel.SPECIAL:
            return replace(finding, severity=HARD)
        return replace(
            finding, severity=ADVISORY, text=f"{finding.text}；特别推荐可放宽，由推荐、备案两级确认"
        )

    @property
    def rule_set(self) -> RuleSet | None:
        """The rules that bind this unit; ages are measured at the filing deadline."""
        cycle = self.cycle
        return RuleSet.objects.pick(
            committee=cycle.committee,
            level=self.level,
            industry=self.unit.industry,
            day=cycle.filing_closes_on,
        )

    @property
    def published_entry(self):
        """The latest line on a notice that the public could read; drafts do not count."""
        published = self.notice_entries.filter(notice__opened_on__isnull=False)
        return published.select_related("notice").order_by("-notice__opened_on", "-pk").first()

    @property
    def adjustment_terms(self) -> Terms:
        """What this cycle's rules say about warnings and revocations."""
        return terms_from(self.rule_set)

    def sanctions_in_cycle(self) -> models.QuerySet:
        """Warnings and lost stars that stand and were decided in this cycle; for a star those of its own level."""
        given = self.unit.adjustments.standing().filter(
            kind__in=[AdjustmentKind.WARN, AdjustmentKind.LOWER_STAR],
            decided_on__gte=self.cycle.filing_opens_on,
        )
        return given.filter(title__level=self.level) if self.kind == CandidacyKind.STAR else given

    def latest_revocation(self):
        """The unit's title that was revoked last; None when none was."""
        revoked = self.unit.titles.filter(state=TitleState.REVOKED, state_changed_on__isnull=False)
        return revoked.order_by("-state_changed_on").first()

    def cycles_begun_after(self, day) -> int:
        """Cycles of this committee and level whose filing began after `day`, this one included."""
        rivals = Cycle.objects.filter(committee=self.cycle.committee_id, level=self.level)
        return rivals.filter(filing_opens_on__gt=day, filing_opens_on__lte=self.cycle.filing_opens_on).count()

    def cycle_setting(self, rule: str) -> RuleSetting | None:
        """A limit that holds for the whole cycle (quota, cap, rounds): no unit's industry can change it."""
        return self.cycle.setting(rule)


class RosterSnapshot(models.Model):
    """The roster as it was judged at filing: frozen figures and rows, names masked (STYLE 10)."""

    candidacy = models.OneToOneField(
        Candidacy, models.CASCADE, related_name="roster_snapshot", verbose_name="创建申报"
    )
    taken_at = models.DateTimeField("冻结时间")
    headcount = models.PositiveIntegerField("人数")
    members = models.JSONField(
        "成员", help_text="每人：掩码姓名、出生年月、国籍、政治面貌、岗位、是否号长与主要负责人。"
    )
    findings = models.JSONField("当时的条件核对结果")

    class Meta:
        verbose_name = verbose_name_plural = "花名册快照"

    def __str__(self):
        return f"{self.candidacy} {self.headcount} 人"
