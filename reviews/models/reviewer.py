"""评审人员库: who can be asked, for what, and how much (S1 二.3; domain.md §3 评委/专家)."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from units.models import Committee, Industry, Region


class ReviewerQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReviewerQuerySet":
        """Pools of the committees that an office of the user oversees."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def available(self) -> "ReviewerQuerySet":
        return self.filter(is_active=True, user__is_active=True)


class Reviewer(models.Model):
    """One person in one pool; employer and league branch stand in `units.Affiliation`, which recusal reads."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="reviewers", verbose_name="所属评审人员库"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviewer_entries", verbose_name="人员"
    )
    expertise = models.ManyToManyField(
        Industry, blank=True, related_name="+", verbose_name="熟悉的行业系统", help_text="不选表示不限。"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在区划"
    )
    most_units = models.PositiveSmallIntegerField(
        "一轮最多评审集体数", default=20, validators=[MinValueValidator(1, "至少 1 个。")]
    )
    remark = models.CharField("专长说明", max_length=120, blank=True)
    is_active = models.BooleanField("可指派", default=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审人员"
        ordering = ["committee", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user"],
                name="reviewer_once_per_pool",
                violation_error_message="该人员已在评审人员库中。",
            ),
            models.CheckConstraint(condition=Q(most_units__gte=1), name="reviewer_takes_some"),
        ]

    def __str__(self):
        return str(self.user)
