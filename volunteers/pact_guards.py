"""Conditions of a pact between a unit and a 青少年之家 (S4 一(二)2; domain.md §5.5)."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date

LEAST_SESSIONS = 4
CLAUSE = "通知 一(二)2（青少年之家结对）"


@guard(clause=CLAUSE)
def pairing_in_force(pact) -> Finding:
    ended = pact.pairing.ends_on
    text = f"结对已于{chinese_date(ended)}解除" if ended else "结对关系有效"
    return Finding(ok=ended is None, text=text, who="号长", remedy="重新结对")


@guard(clause=CLAUSE)
def sessions_enough(pact) -> Finding:
    return Finding(
        ok=pact.sessions >= LEAST_SESSIONS, text=f"约定每年 {pact.sessions} 场次",
        required=f"每年不少于 {LEAST_SESSIONS} 场次", remedy="修改每年服务场次", who="号长", remedy_at="pact",
    )  # fmt: skip


@guard(clause="未成年人保护法")
def children_protected(pact) -> Finding:
    there = bool(pact.child_protection.strip())
    text = "已写明未成年人保护条款" if there else "没有未成年人保护条款"
    return Finding(ok=there, text=text, remedy="补上未成年人保护条款", who="号长", remedy_at="pact")


@guard(no_clause="an agreement binds those who signed it")
def both_have_signed(pact) -> list[Finding]:
    missing = [
        word
        for word, there in (
            ("甲方签署人", pact.unit_signer), ("乙方签署人", pact.home_signer), ("签署日期", pact.signed_on),
        )
        if not there
    ]  # fmt: skip
    text = f"还没有填写{'、'.join(missing)}" if missing else "双方已签署"
    early = pact.signed_on is not None and pact.signed_on > clock.today()
    found = [Finding(ok=not missing, text=text, remedy="签署后填写", who="号长", remedy_at="pact")]
    return [*found, Finding(ok=False, text="签署日期在今天之后", remedy_at="pact")] if early else found


@guard(no_clause="nobody agrees on the past")
def term_not_over(pact) -> Finding:
    ok = pact.ends_on >= clock.today()
    return Finding(
        ok=ok, text=f"协议至{chinese_date(pact.ends_on)}", remedy="修改协议结束日期", remedy_at="pact"
    )


@guard(no_clause="the calendar says so")
def term_over(pact) -> Finding:
    return Finding(ok=pact.ends_on < clock.today(), text=f"协议至{chinese_date(pact.ends_on)}")
