"""Whether the last answer about a subject lets a decision go on, in words (domain.md §8: 先查询、后表彰).

Nothing here refuses anybody for good: an answer other than 无不良信息 waits for a person (PIPL art. 24).
"""

from dataclasses import dataclass
from datetime import date

from core.findings import Finding
from core.masking import mask_name
from core.text import chinese_date
from credit.enums import CaseState, Conclusion, SubjectKind
from credit.subjects import Subject

ASK = "办理信用查询"


@dataclass(frozen=True)
class Clearance:
    """One subject of a decision with the last answer about it, or none."""

    role: str
    subject: Subject
    query: object | None
    on: date

    @property
    def who(self) -> str:
        """号长 张*三: people appear masked wherever findings are shown."""
        name = self.subject.name
        return f"{self.role} {mask_name(name) if self.subject.kind == SubjectKind.PERSON else name}"

    @property
    def case(self):
        return getattr(self.query, "case", None) if self.query else None

    @property
    def judgement(self) -> str:
        """What a person made of the answer, in one sentence; empty where nobody had to."""
        case = self.case
        if case is None or case.state == CaseState.OPEN:
            return ""
        return f"{chinese_date(case.decided_on)}人工研判：{case.get_state_display()}。{case.reason}"

    def finding(self) -> Finding:
        if not self.subject.keys:
            return self._no("没有证件号码，无法查询", "补全号码后查询", "号长")
        if self.query is None:
            return self._no("没有信用查询结果", ASK)
        said = f"{chinese_date(self.query.answered_on)}查询，结论为{self.query.get_conclusion_display()}"
        if not self.query.is_fresh(self.on):
            return self._no(f"{said}，有效期至{chinese_date(self.query.valid_until)}，已过期", "重新查询")
        if self.query.conclusion == Conclusion.CLEAR:
            return self._yes(f"{said}，有效期至{chinese_date(self.query.valid_until)}")
        return self._judged(said)

    def _judged(self, said: str) -> Finding:
        state = self.case.state if self.case else CaseState.OPEN
        if state == CaseState.ACCEPTED:
            return self._yes(f"{said}；{self.judgement}")
        if state == CaseState.UPHELD:
            text = f"{said}；{self.judgement}系统不会自动否决，是否继续由经办人另行决定并说明理由"
            return self._no(text, "重新查询，或由研判人改变研判结论", at="case")
        text = f"{said}，等待人工研判，系统不会自动否决"
        return self._no(text, "由信用管理员研判并写明理由", at="case")

    def _yes(self, text: str) -> Finding:
        return Finding(ok=True, text=f"{self.who}：{text}")

    def _no(self, text: str, remedy: str, who: str = "信用管理员", at: str = "credit") -> Finding:
        return Finding(
            ok=False, text=f"{self.who}：{text}", required="有效期内的查询结论为无不良信息",
            remedy=remedy, who=who, remedy_at=at,
        )  # fmt: skip
