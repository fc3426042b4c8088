"""Conditions of corrections and proofs; they get records and never import models."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date


@guard(clause="志愿服务记录与证明出具办法（试行）第三条")
def corrector_is_not_asker(correction, by) -> Finding:
    own = by is not None and by.pk in (correction.asked_by_id, correction.entry.volunteer.user_id)
    text = "更正须由申请人和志愿者本人以外的人办理" if own else "办理人不是申请人"
    return Finding(ok=not own, text=text, who="记录组织的另一名管理人员")


@guard(no_clause="an entry is reversed once")
def entry_stands(correction) -> Finding:
    done = hasattr(correction.entry, "reversed_by")
    return Finding(ok=not done, text="这条时长已被更正，请对更正后的记录提出申请" if done else "原记录有效")


@guard(clause="志愿服务记录与证明出具办法（试行）第三条")
def issuer_recorded_hours(proof) -> Finding:
    """谁记录谁证明: a body certifies what it has recorded itself, and only what is final."""
    minutes = proof.countable_minutes()
    known = f"该组织记录并已生效的时长共 {minutes // 6 / 10:.1f} 小时"
    text = known if minutes > 0 else "这段时间没有该组织记录并已生效的时长"
    return Finding(ok=minutes > 0, text=text, remedy="请向记录时长的组织申请", who="志愿者本人")


@guard(no_clause="a policy without days of notice asks for none")
def proof_notice_wanted(proof) -> Finding:
    days = proof.notice_workdays
    text = f"内部公示 {days} 个工作日" if days else "本组织的规则不要求公示，可以直接出具"
    return Finding(ok=days > 0, text=text)


@guard(no_clause="nobody certifies for themselves")
def issuer_is_not_volunteer(proof, by) -> Finding:
    own = by is not None and by.pk == proof.volunteer.user_id
    return Finding(
        ok=not own, text="不能为本人出具证明" if own else "经办人不是志愿者本人", who="另一名组织管理员"
    )


@guard(clause="关于规范志愿服务记录证明工作的指导意见（民发〔2015〕149号）")
def proof_notice_over(proof) -> Finding:
    """Proofs stand on notice inside the organisation first, for as long as its policy says."""
    if proof.notice_ends_on is None:
        ok = proof.notice_workdays == 0
        text = "本组织的规则不要求公示" if ok else "还没有在组织内部公示"
        return Finding(ok=ok, text=text, remedy="先受理并公示", who="组织管理员")
    over = clock.today() > proof.notice_ends_on
    text = f"内部公示至{chinese_date(proof.notice_ends_on)}"
    return Finding(ok=over, text=text, measured="已期满" if over else "未期满")
