"""What next? For every state one sentence, a deadline, what still blocks, and where to go (LOOK: next step)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from core import clock, workdays
from core.lifecycle import Finding, Step, step
from core.text import chinese_date
from creation_cycle.enums import CandidacyState as S
from creation_cycle.guards.creation import PREPARATIONS
from creation_cycle.models import Candidacy
from creation_cycle.queries.assessment import assessment_of

CAPTAIN_MOVES = {
    S.DRAFT: "submit", S.RETURNED: "submit", S.FILED: "begin", S.CREATING: "apply", S.NOT_MET: "apply",
}  # fmt: skip
"""The move that leads on from each state in which the unit itself is asked."""


@dataclass(frozen=True)
class NextStep:
    """What the card of the desk shows; see `next_step_card`."""

    title: str
    text: str = ""
    due: date | None = None
    reasons: Sequence[Finding] = ()
    action_label: str = ""
    action_url: str = ""
    provisional: bool = field(init=False, default=False)
    workdays_left: int | None = field(init=False, default=None)

    def __post_init__(self):
        if self.due:
            today = clock.today()
            object.__setattr__(self, "workdays_left", workdays.workdays_left(self.due, today))
            object.__setattr__(self, "provisional", workdays.is_provisional(self.due, today))


def main_step(candidacy: Candidacy, by) -> Step | None:
    """The move that is the unit's to make now, with its findings; None while others are at work."""
    name = CAPTAIN_MOVES.get(candidacy.state)
    return step(candidacy, name, by) if name else None


def next_step_of(candidacy: Candidacy, main: Step | None) -> NextStep:
    """What the unit does, or waits for; `main` is its `main_step`, or None when the conditions were not measured."""
    return SENTENCES[S(candidacy.state)](candidacy, main)


def remedy_places(candidacy: Candidacy) -> Mapping[str, str]:
    """Where each kind of finding is mended: `Finding.remedy_at` → address.

    The fragments keep a link to the page one is on from reloading it and losing what was typed.
    """
    plan = reverse("creation_cycle:plan", args=[candidacy.pk])
    return {
        "unit": reverse("creation_cycle:unit", args=[candidacy.unit_id]),
        "roster": reverse("creation_cycle:roster", args=[candidacy.unit_id]),
        "filing": candidacy.get_absolute_url(),
        **{f"plan-{name}": f"{plan}#id_{name}" for name, *_ in PREPARATIONS},
        "self-assessment": reverse("creation_cycle:self_assessment", args=[candidacy.pk]) + "#main",
        "story": reverse("creation_cycle:story", args=[candidacy.pk]) + "#main",
        "innovations": reverse("workspace:innovations", args=[candidacy.unit_id]),
        "log": reverse("workspace:log", args=[candidacy.unit_id]),
    }


def _ask(
    candidacy, main: Step | None, title: str, text: str, due: date | None, label: str, url: str
) -> NextStep:
    """What the unit is asked to do; once nothing stands in the way, the button leads to the move itself."""
    if main and main.ok:
        label, url = f"前往{main.label}", f"{candidacy.get_absolute_url()}#checks"
    return NextStep(title, text, due, main.reasons if main else (), label, url)


def _draft(candidacy, main):
    text = "条件已全部符合，可以提交。" if main and main.ok else "核对集体信息和花名册，条件全部符合后提交。"
    due, url = candidacy.cycle.filing_closes_on, candidacy.get_absolute_url()
    return _ask(candidacy, main, "填写并提交备案", text, due, "继续填写", url)


def _returned(candidacy, main):
    text = f"退回意见：{candidacy.reason}"
    due, url = candidacy.cycle.filing_closes_on, candidacy.get_absolute_url()
    return _ask(candidacy, main, "按退回意见修改后重新提交", text, due, "修改备案", url)


def _filed(candidacy, main):
    text = f"备案编号 {candidacy.filing_number}。填写创建规划、标准、标识、载体和公开承诺后即可启动。"
    url = reverse("creation_cycle:plan", args=[candidacy.pk])
    return _ask(candidacy, main, "准备并启动创建", text, None, "填写创建规划", url)


def _creating(candidacy, main):
    due = assessment_of(candidacy).apply_by if main else None
    return _ask(
        candidacy,
        main,
        "开展创建，完成自评后申请达标考核",
        "",
        due,
        *_to_fill_in(candidacy, main, "填写自评"),
    )


def _to_fill_in(candidacy, main: Step | None, label: str) -> tuple[str, str]:
    """The self-assessment; once that is complete, what else is missing."""
    missing = {finding.remedy_at for finding in main.findings if finding.blocks} if main else set()
    if "story" in missing and "self-assessment" not in missing:
        return "填写事迹材料", reverse("creation_cycle:story", args=[candidacy.pk])
    return label, reverse("creation_cycle:self_assessment", args=[candidacy.pk])


def _not_met(candidacy, main):
    text = "本次考核未达标。整改并更新自评后，可以申请下一次考核。"
    due = assessment_of(candidacy).apply_by if main else None
    return _ask(
        candidacy, main, "整改后再次申请达标考核", text, due, *_to_fill_in(candidacy, main, "更新自评")
    )


def _publicised(candidacy, _):
    entry = max(candidacy.notice_entries.all(), key=lambda entry: entry.pk, default=None)
    if entry is None:
        return NextStep("正在公示")
    text, notice = "公示期满无异议的，由组委会审批认定。", entry.notice
    if clock.today() > notice.closes_on:
        text = f"公示期已于{chinese_date(notice.closes_on)} 24:00 届满，等待组委会审批认定。"
        return NextStep("公示期满，等待认定", text, None, (), "查看公示", notice.get_absolute_url())
    return NextStep("正在公示", text, notice.closes_on, (), "查看公示", notice.get_absolute_url())


def _certified(candidacy, _):
    text = f"认定文号 {candidacy.decision_number}。请继续公开承诺内容和监督电话，接受常态监督。"
    return NextStep("已认定为青年文明号", text, None, (), "查看荣誉榜页面", candidacy.unit.get_absolute_url())


def _recommending(candidacy, _):
    return NextStep(
        f"等待{candidacy.recommending_committee or '下一级团组织'}审核推荐", "需要补正时会退回并通知您。"
    )


def _filing(candidacy, _):
    return NextStep(f"等待{candidacy.cycle.committee}备案", "已推荐。备案后将得到备案编号并锁定创建标准。")


def _ended(title: str) -> Callable[[Candidacy, Step | None], NextStep]:
    return lambda candidacy, _: NextStep(title, candidacy.reason)


def _waiting(title: str, text: str = "") -> Callable[[Candidacy, Step | None], NextStep]:
    return lambda candidacy, _: NextStep(title, text)


SENTENCES = {
    S.DRAFT: _draft,
    S.RETURNED: _returned,
    S.SUBMITTED: _recommending,
    S.RECOMMENDED: _filing,
    S.FILED: _filed,
    S.DECLINED: _ended("不予备案"),
    S.CREATING: _creating,
    S.APPLIED: _waiting("等待进入考核", "组委会指派评审人员后开始考核。"),
    S.ASSESSING: _waiting("正在考核", "评审人员正在评分，考核结束后公布结果。"),
    S.MET: _waiting("已达标，等待拟认定", "组委会按创评比例提出拟认定名单。"),
    S.NOT_MET: _not_met,
    S.NOMINATED: _waiting("已列为拟认定，等待公示"),
    S.PUBLICISED: _publicised,
    S.CONTESTED: _waiting("异议核查中", "组委会正在核查公示期间收到的异议，核查结束后告知结果。"),
    S.CERTIFIED: _certified,
    S.REJECTED: _ended("不予认定"),
    S.WITHDRAWN: _ended("申报已撤回"),
    S.LAPSED: _ended("申报已随周期结束失效"),
}
