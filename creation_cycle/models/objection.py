"""异议: what somebody holds against a unit on a notice, and what was found (S1 二.3; domain.md §6)."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core import clock
from core.fields import EncryptedTextField, StateField
from core.lifecycle import NOTE, Finding, Input, LifecycleModel, move
from core.validators import validate_plain_paragraphs
from creation_cycle import guards
from creation_cycle.enums import ObjectionOutcome, ObjectionState
from creation_cycle.models.candidacy import Candidacy
from creation_cycle.models.evidence_file import EvidenceFile
from creation_cycle.models.notice import Notice
from units.models import Committee
from units.queries.conflicts import units_tied_to


@dataclass(frozen=True)
class TwoPeople(Input):
    """Names of at least two: 核查 takes two people (domain.md §6)."""

    def fault(self, value) -> Finding | None:
        names = {name for name in re.split(r"[、，,；;/\s]+", str(value or "")) if name}
        if names and len(names) < 2:
            return Finding(ok=False, text="核查须由两人以上进行，请填写两人以上的姓名", rule=self.name)
        return super().fault(value)


CHECKERS = TwoPeople(
    "checked_by", "核查人员", help="核查须由两人以上进行，姓名之间用顿号隔开。", max_length=120
)
REPLY = Input(
    "reply",
    "答复",
    kind="textarea",
    help="异议人凭查询码可以看到。请用平实的语言写明查了什么、结果如何，不要写他人的个人信息。",
)


def _outcome(choices: list[tuple[str, str]]) -> Input:
    return Input("outcome", "核查结论", choices=tuple(choices))


class ObjectionQuerySet(models.QuerySet):
    def open(self) -> "ObjectionQuerySet":
        """Nothing is found yet."""
        return self.filter(state__in=ObjectionState.open())

    def upheld(self) -> "ObjectionQuerySet":
        return self.filter(state=ObjectionState.UPHELD)

    def with_person(self) -> "ObjectionQuerySet":
        """Those whose objector's name or contact is still kept."""
        return self.exclude(name="", contact="")

    def with_traces(self) -> "ObjectionQuerySet":
        """Those that still hold who objected, or evidence: what it shows and how may tell as much as a name."""
        files = ObjectionFile.objects.exclude(file="").filter(objection=OuterRef("pk"))
        return self.filter(~Q(name="", contact="") | Exists(files))

    def visible_to(self, user) -> "ObjectionQuerySet":
        """The organizing committee's officers; never the unit it is about, nor who is tied to it (回避)."""
        if user.is_superuser:
            return self
        overseen = self.filter(candidacy__cycle__committee__in=Committee.objects.overseen_by(user))
        return overseen.exclude(candidacy__unit__in=units_tied_to(user))


class Objection(LifecycleModel):
    """One objection from receipt to reply; name and contact are encrypted, and deleted some time after it is closed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name="公示")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="objections", verbose_name="涉及集体"
    )
    content = models.TextField("异议内容", validators=[validate_plain_paragraphs])
    is_anonymous = models.BooleanField("匿名", default=True, editable=False)
    name = EncryptedTextField("姓名", blank=True, default="")
    contact = EncryptedTextField("联系方式", blank=True, default="")
    received_at = models.DateTimeField("收到时间", default=clock.now, editable=False)
    tracking_code = models.CharField("查询码", max_length=16, unique=True, editable=False)
    accept_by = models.DateField("受理期限", null=True, editable=False)
    conclude_by = models.DateField("办结期限", null=True, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="受理人",
        editable=False,
    )
    outcome = models.CharField("核查结论", max_length=8, choices=ObjectionOutcome, blank=True, editable=False)
    checked_by = models.CharField("核查人员", max_length=120, blank=True, editable=False)
    conclusion = models.TextField("结论的理由", blank=True, editable=False)
    reply = models.TextField("答复", blank=True, editable=False)
    concluded_on = models.DateField("办结日期", null=True, editable=False)
    state = StateField(
        "状态",
        max_length=10,
        choices=ObjectionState,
        default=ObjectionState.RECEIVED,
        protected=True,
        editable=False,
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values), name="objection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.open()) | ~Q(conclusion=""),
                name="objection_concluded_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ObjectionState.UPHELD, ObjectionState.DISMISSED]) | ~Q(outcome=""),
                name="objection_decided_on_facts",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | (Q(name="") & Q(contact="")),
                name="anonymous_objection_names_nobody",
            ),
        ]

    def __str__(self):
        return f"对“{self.candidacy.unit}”的异议"

    @property
    def is_open(self) -> bool:
        return self.state in ObjectionState.open()

    @property
    def due_on(self) -> date | None:
        """By when the next step is to be made; None once it is closed."""
        if self.state == ObjectionState.RECEIVED:
            return self.accept_by
        return self.conclude_by if self.is_open else None

    @move(
        state,
        source=ObjectionState.RECEIVED,
        target=ObjectionState.ACCEPTED,
        label="受理",
        actor="组委会管理员",
        guards=[guards.objection_not_own_unit],
        locks=["candidacy"],
    )
    def accept(self, *, by):
        """It names facts that can be looked into."""
        self.handler = by

    @move(
        state,
        source=ObjectionState.RECEIVED,
        target=ObjectionState.DECLINED,
        label="不予受理",
        actor="组委会管理员",
        inputs=[NOTE],
        guards=[guards.objection_not_own_unit],
        locks=["candidacy"],
        consequences=["resume_notice"],
    )
    def decline(self, *, by, note):
        """It names no facts, or has nothing to do with the unit; the objector reads the reason."""
        self.handler = by
        self.conclusion = self.reply = note
        self.concluded_on = clock.today()

    @move(
        state,
        source=ObjectionState.ACCEPTED,
        target=ObjectionState.UPHELD,
        label="异议成立",
        actor="组委会管理员",
        inputs=[_outcome(ObjectionOutcome.upholding()), CHECKERS, NOTE, REPLY],
        guards=[guards.objection_not_own_unit],
        locks=["candidacy"],
    )
    def uphold(self, *, outcome, checked_by, note, reply):
        """The facts hold; the organizer then decides about the candidacy."""
        self._conclude(outcome, checked_by, note, reply)

    @move(
        state,
        source=ObjectionState.ACCEPTED,
        target=ObjectionState.DISMISSED,
        label="异议不成立",
        actor="组委会管理员",
        inputs=[_outcome(ObjectionOutcome.dismissing()), CHECKERS, NOTE, REPLY],
        guards=[guards.objection_not_own_unit],
        locks=["candidacy"],
        consequences=["resume_notice"],
    )
    def dismiss(self, *, outcome, checked_by, note, reply):
        """The facts do not hold; with the last one dismissed the unit's notice goes on."""
        self._conclude(outcome, checked_by, note, reply)

    def _conclude(self, outcome: str, checked_by: str, note: str, reply: str) -> None:
        self.outcome, self.checked_by = outcome, checked_by.strip()
        self.conclusion, self.reply = note, reply.strip()
        self.concluded_on = clock.today()


class ObjectionFile(EvidenceFile):
    """证据 of an objection. Its bytes are deleted with the objector's name."""

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="files", verbose_name="异议")

    class Meta:
        verbose_name = verbose_name_plural = "异议附件"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["objection", "number"], name="objection_file_number_once"),
            models.UniqueConstraint(
                fields=["objection", "sha256"],
                name="objection_file_once",
                violation_error_message="这份文件已经上传过。",
            ),
        ]
