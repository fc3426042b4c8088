"""异议 against an entry on public notice (domain.md §8.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_paragraphs
from credit import guards
from credit.enums import ListObjectionState
from credit.models.consent import new_code
from credit.models.entry import RedListEntry

S = ListObjectionState


class ListObjectionQuerySet(models.QuerySet):
    def open(self) -> "ListObjectionQuerySet":
        return self.filter(state=S.OPEN)

    def upheld(self) -> "ListObjectionQuerySet":
        return self.filter(state=S.UPHELD)

    def visible_to(self, user) -> "ListObjectionQuerySet":
        if user.is_superuser:
            return self
        return self.filter(entry__in=RedListEntry.objects.visible_to(user))


class ListObjection(LifecycleModel):
    """What somebody holds against an entry; who it was is optional, encrypted, and deleted in time."""

    entry = models.ForeignKey(
        RedListEntry, models.PROTECT, related_name="objections", verbose_name="红名单条目", editable=False
    )
    content = models.TextField("异议内容", max_length=2000, validators=[validate_plain_paragraphs])
    contact = EncryptedTextField(
        "联系方式", blank=True, default="", help_text="选填。只用于核查时联系您，加密保存，到期删除。"
    )
    code = models.CharField("查询码", max_length=40, unique=True, default=new_code, editable=False)
    received_at = models.DateTimeField("收到时间", default=clock.now, editable=False)
    reply = models.TextField("答复", blank=True, editable=False)
    concluded_on = models.DateField("办结日期", null=True, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核查人",
        editable=False,
    )  # fmt: skip
    state = StateField("状态", max_length=10, choices=S, default=S.OPEN, protected=True, editable=False)

    objects = ListObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "红名单异议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="list_objection_state_known"),
            models.CheckConstraint(
                condition=Q(state=S.OPEN) | (~Q(reply="") & Q(concluded_on__isnull=False)),
                name="list_objection_concluded_with_reply",
            ),
        ]

    def __str__(self):
        return f"对“{self.entry.masked_name}”的异议"

    @move(
        state,
        source=S.OPEN,
        target=S.DISMISSED,
        label="异议不成立",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[guards.not_own_objection],
    )
    def dismiss(self, *, by, note):
        """Looked into and found without ground; whoever holds the code reads the reply."""
        self._concluded(by, note)

    @move(
        state,
        source=S.OPEN,
        target=S.UPHELD,
        label="异议成立",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[guards.not_own_objection],
        danger=True,
    )
    def uphold(self, *, by, note):
        """Found true: the entry cannot be listed; a person declines it with a reason."""
        self._concluded(by, note)

    def _concluded(self, by, note):
        self.concluded_by, self.concluded_on, self.reply = by, clock.today(), note
