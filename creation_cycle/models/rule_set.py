"""Rules as data: thresholds with their clauses; how to measure stands in `creation_cycle.rules` (DESIGN §5)."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from core.lifecycle import Finding
from creation_cycle.enums import LegacyStarPolicy, RuleStage, Severity
from creation_cycle.rule_book import RULES, rule_choices
from creation_cycle.rule_statement import Question
from units.enums import Level
from units.models import Committee, Industry


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "RuleSetQuerySet":
        return self.filter(is_reference=False, effective_from__lte=day).filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day)
        )

    def pick(
        self, *, committee: Committee, level: str, industry: Industry | None, day: date
    ) -> "RuleSet | None":
        """The rule set that binds: the committee's own before its uppers', the industry's before the general one."""
        candidates = (
            self.in_force(day)
            .filter(Q(committee__in=_upwards(committee)) | Q(committee__isnull=True), level=level)
            .filter(Q(industry=industry) | Q(industry__isnull=True))
            .select_related("committee")
        )
        return max(candidates, key=_precedence, default=None)


def _upwards(committee: Committee) -> list[int]:
    return [int(key) for key in committee.path.strip("/").split("/")]


def _precedence(rule_set: "RuleSet") -> tuple:
    depth = len(rule_set.committee.path) if rule_set.committee else 0
    return depth, rule_set.industry_id is not None, rule_set.effective_from, rule_set.version


class RuleSet(models.Model):
    """The thresholds of one committee, level and, where it differs, industry, for a time."""

    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=80)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_sets",
        verbose_name="组织委员会",
        help_text="留空表示全国框架：没有本地规则时适用。",
    )
    level = models.CharField("认定等级", max_length=12, choices=Level)
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="行业系统",
        help_text="留空表示适用于所有行业。",
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)
    legal_basis = models.TextField("制定依据")
    is_reference = models.BooleanField(
        "仅供参考", default=False, help_text="各地文件的样例：可以查看和采用，本身不约束任何集体。"
    )
    legacy_star_policy = models.CharField(
        "往届称号星级", max_length=20, choices=LegacyStarPolicy, default=LegacyStarPolicy.COLLAPSE_TO_ONE
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则"
        ordering = ["level", "committee__path", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("committee", 0),
                "level",
                Coalesce("industry", 0),
                "version",
                name="rule_set_version_once",
                condition=Q(is_reference=False),
                violation_error_message="同一组委会、等级、行业的这一版本已存在。",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="rule_set_dates",
                violation_error_message="失效日期不能早于生效日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def setting(self, rule: str) -> "RuleSetting | None":
        """The setting of one rule, e.g. the quota that a guard reads; None when this set does not know it."""
        # A handful of guards on one page ask, each for its own rule: no relation that is read row by row.
        return RuleSetting.objects.filter(rule_set=self, rule=rule).first()

    def settings_among(self, *rules: str) -> "dict[str, RuleSetting]":
        """The settings of several parameters by their code, in one query."""
        return {row.rule: row for row in RuleSetting.objects.filter(rule_set=self, rule__in=rules)}

    def evaluate(
        self, units: QuerySet, on: date, stage: str | None = None
    ) -> Iterator[tuple[int, list[Finding]]]:
        """Each unit's primary key with each rule's finding, from one SQL statement that is read as a stream.

        `on` is the day on which ages are measured; membership is today's.
        """
        asked, question = self._question(on, stage)
        for row in question.rows(units):
            yield row["pk"], [setting.finding(question, row) for setting in asked.values()]

    def lacks(
        self, units: QuerySet, on: date, stage: str | None = None
    ) -> Iterator[tuple[int, list[Finding]]]:
        """Of the units that do not meet every rule, those findings of `evaluate` that are not met.

        The database compares, by the same `holds`; units in order never leave it.
        """
        asked, question = self._question(on, stage)
        if not asked:
            return
        lacking = {key: question.lacks(key, RULES[setting.rule], setting) for key, setting in asked.items()}
        for row in question.rows(units, lacking):
            yield row["pk"], [setting.finding(question, row) for key, setting in asked.items() if row[key]]

    def _question(self, on: date, stage: str | None) -> tuple[dict[str, "RuleSetting"], Question]:
        """The settings that measure something at this stage, by their keys, and what they ask."""
        settings = [s for s in self.settings.all() if RULES[s.rule].measures and stage in (None, s.stage)]
        asked, question = {setting.key: setting for setting in settings}, Question(on)
        for key, setting in asked.items():
            question.add(key, RULES[setting.rule], setting)
        return asked, question


class RuleSetting(models.Model):
    """One rule of a rule set: its threshold, how hard it is, at which stage, and by which clause."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="settings", verbose_name="规则")
    rule = models.CharField("条件", max_length=40, choices=rule_choices)
    limit = models.DecimalField(
        "阈值",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="人数、百分比、场次等，单位见条件说明。",
    )
    age_limit = models.PositiveSmallIntegerField("年龄上限（周岁，含）", null=True, blank=True)
    stage = models.CharField("适用阶段", max_length=12, choices=RuleStage, default=RuleStage.FILING)
    severity = models.CharField("约束力", max_length=10, choices=Severity, default=Severity.HARD)
    clause = models.CharField("条款出处", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "规则条目"
        ordering = ["rule_set", "stage", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "rule", "stage"],
                name="rule_once_per_stage",
                violation_error_message="同一阶段已有这个条件。",
            )
        ]

    def __str__(self):
        return self.get_rule_display()

    @property
    def description(self) -> str:
        """The rule with its threshold in words, for the rules page."""
        return RULES[self.rule].describe(self)

    @property
    def key(self) -> str:
        """Tells the settings of one evaluation apart."""
        return f"{self.stage}_{self.rule}"

    def finding(self, question: Question, row: Mapping) -> Finding:
        """What an evaluation's row says of this rule."""
        rule = RULES[self.rule]
        verdict = rule.judge(question.answers(row, self.key), self, question.on)
        return Finding(
            ok=verdict.ok,
            text=verdict.text,
            clause=self.clause,
            measured=verdict.measured,
            required=verdict.required,
            remedy="" if verdict.ok else rule.remedy,
            who=rule.who,
            severity=self.severity,
            rule=self.rule,
            remedy_at="" if verdict.ok else rule.remedy_at,
        )

    def clean(self):
        rule = RULES.get(self.rule)
        if rule is None:
            return
        for name, label in (("limit", "阈值"), ("age_limit", "年龄上限")):
            if name in rule.parameters and getattr(self, name) is None:
                raise ValidationError({name: f"“{rule.label}”须填写{label}。"})
            if name not in rule.parameters and getattr(self, name) is not None:
                raise ValidationError({name: f"“{rule.label}”不使用{label}，请留空。"})
