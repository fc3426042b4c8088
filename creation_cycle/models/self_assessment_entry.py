"""One item of a self-assessment: the unit's answer by the kind of the item, and what stands behind it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from core.validators import validate_plain_paragraphs
from creation_cycle.models.self_assessment import SelfAssessment
from creation_cycle.models.standard_item import StandardItem
from creation_cycle.scoring import half_up, score_item

TEXTS = ("evidence", "problem", "measure", "measure_due")
RECORDS = ("activities", "innovations", "care_visits", "links")
"""Evidence is picked from what the unit has recorded anyway; nothing is uploaded twice (domain.md §12.6)."""


class SelfAssessmentEntryQuerySet(models.QuerySet):
    def for_scoring(self) -> "SelfAssessmentEntryQuerySet":
        """In the order of the standard, with all that scoring and showing an item reads."""
        return self.select_related("item__dimension").prefetch_related("item__rules")

    def with_evidence(self) -> "SelfAssessmentEntryQuerySet":
        """With the records that stand behind each item."""
        return self.prefetch_related(
            "activities__activity_type", "innovations__category", "care_visits__target", "links"
        )


class SelfAssessmentEntry(models.Model):
    """Answer, evidence, problem, measure and its deadline (domain.md §5.4).

    `points` is what the answer makes, None while there is none; `marks` (of items scored by rules) and `found` (of
    a veto) are None until then, too. Items of system data have `points` and `measured`, the arithmetic in words.
    """

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="entries", verbose_name="自查自评"
    )
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="评分项")
    points = models.DecimalField("自评分", max_digits=6, decimal_places=2, null=True, blank=True)
    marks = models.JSONField("细则次数", null=True, blank=True)
    found = models.BooleanField("存在否决情形", null=True, blank=True)
    measured = models.CharField("系统统计", max_length=200, blank=True)
    evidence = models.TextField("依据说明", blank=True, validators=[validate_plain_paragraphs])
    problem = models.TextField("存在问题", blank=True, validators=[validate_plain_paragraphs])
    measure = models.TextField("整改措施", blank=True, validators=[validate_plain_paragraphs])
    measure_due = models.DateField("整改时限", null=True, blank=True)
    activities = models.ManyToManyField(
        "workspace.Activity", blank=True, related_name="self_assessment_entries", verbose_name="创建日志"
    )
    innovations = models.ManyToManyField(
        "workspace.Innovation", blank=True, related_name="self_assessment_entries", verbose_name="创新作品"
    )
    care_visits = models.ManyToManyField(
        "workspace.CareVisit", blank=True, related_name="self_assessment_entries", verbose_name="关爱记录"
    )
    links = models.ManyToManyField(
        "workspace.UnitLink", blank=True, related_name="self_assessment_entries", verbose_name="联创结对"
    )

    objects = SelfAssessmentEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        ordering = ["item__order", "item"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="self_assessed_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="self_points_not_negative"
            ),
        ]

    def __str__(self):
        return str(self.item)

    @property
    def is_done(self) -> bool:
        return self.found is not None if self.item.is_veto else self.points is not None

    @property
    def fields(self) -> dict[str, Any]:
        """The answer and the texts by the names that a form gives them, each rule's times for itself."""
        return {**self._answer_fields(), **{name: getattr(self, name) for name in TEXTS}}

    def _answer_fields(self) -> dict[str, Any]:
        if self.item.is_veto:
            return {"found": self.found}
        if self.item.is_scored_by_rules:
            marked = self.marks or {}
            times = {rule_field(rule.pk): marked.get(str(rule.pk), 0) for rule in self.item.rules.all()}
            return {**times, "checked": self.marks is not None}
        return {} if self.item.is_auto else {"points": self.points}

    @property
    def marked(self) -> list[str]:
        """The scoring rules that were marked, in words."""
        times = {rule: (self.marks or {}).get(str(rule.pk), 0) for rule in self.item.rules.all()}
        return [f"{rule.text}：{number} 次" for rule, number in times.items() if number]

    def write(self, values: Mapping[str, Any]) -> None:
        """Take over some of `fields`, and what follows for the points; raises `WrongAnswer` for an impossible one."""
        fields = {**self.fields, **values}
        for name in TEXTS:
            setattr(self, name, fields[name])
        if self.item.is_veto:
            self.found = fields["found"]
        elif self.item.is_scored_by_rules:
            self._write_marks(fields)
        elif not self.item.is_auto:
            self.points = None if fields["points"] is None else score_item(self.item.spec, fields["points"])

    def _write_marks(self, fields: Mapping[str, Any]) -> None:
        rules = [rule.pk for rule in self.item.rules.all()]
        times = {key: fields[rule_field(key)] for key in rules if fields[rule_field(key)]}
        answered = bool(times) or fields["checked"]
        self.marks = {str(key): number for key, number in times.items()} if answered else None
        self.points = score_item(self.item.spec, times) if answered else None


def rule_field(key: int) -> str:
    """The name under which forms and merges know how often a scoring rule was marked."""
    return f"rule-{key}"


def weighted_total(entries: Iterable[SelfAssessmentEntry]) -> Decimal:
    """Each dimension's points times its weight, rounded once, as `scoring.total` does."""
    given = [entry for entry in entries if entry.points is not None]
    return half_up(sum((entry.points * entry.item.dimension.weight for entry in given), Decimal(0)))
