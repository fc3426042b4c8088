"""A credit platform over HTTPS: one question, one conclusion, short patience.

The contract is ours: POST {"code", "kind", "name", "number", "purpose"} with a bearer token answers
{"conclusion": "clear" | "adverse" | "not_found" | "pending", "answered_on", "valid_until", "reference"}. A platform
that speaks otherwise gets a provider of its own. Retries are the job's business (`credit.tasks`): each attempt is
a chunk of it, made before the chunk's transaction begins. The breaker keeps a dead platform from holding up a
whole batch: after FAILURES in a row nobody asks for a minute (pybreaker, docs/decisions/0038).
"""

from datetime import date

import httpx
import pybreaker
from django.conf import settings

from credit.enums import Conclusion
from credit.providers import Answer, AnswersLater, Unanswered

FAILURES = 5
REST_SECONDS = 60
LONGEST_ANSWER = 16 * 1024
"""Bytes: a conclusion is short; what is longer is a report, and no report is taken."""
breaker = pybreaker.CircuitBreaker(fail_max=FAILURES, reset_timeout=REST_SECONDS, name="credit-http")
SAYS = {
    "clear": Conclusion.CLEAR,
    "adverse": Conclusion.ADVERSE,
    "not_found": Conclusion.NOT_FOUND,
}


def ask(query) -> Answer:
    """One attempt. Raises Unanswered, with the reason in words, or AnswersLater."""
    try:
        content = breaker.call(_sent, query)
    except pybreaker.CircuitBreakerError:
        raise Unanswered("渠道连续没有正常答复，已暂停提问，稍后自动重试") from None
    except httpx.TimeoutException:
        raise Unanswered("渠道没有及时答复") from None
    except httpx.HTTPStatusError as refused:
        raise Unanswered(f"渠道答复异常（{refused.response.status_code}）") from None
    except (httpx.HTTPError, ValueError):
        raise Unanswered("渠道连接失败或答复无法识别") from None
    if content["conclusion"] == "pending":
        raise AnswersLater(str(content.get("reference", ""))[:80])
    return _answer(content)


def _sent(query) -> dict:
    """Raises what httpx raises, and ValueError for what is no answer: both count against the platform."""
    body = {
        "code": str(query.pk),
        "kind": query.subject_kind,
        "name": query.name,
        "number": query.identity_number or query.credit_code,
        "purpose": query.purpose,
        "reference": query.reference,
    }
    headers = {"Authorization": f"Bearer {settings.CREDIT_HTTP_TOKEN}"}
    response = httpx.post(
        settings.CREDIT_HTTP_URL, json=body, headers=headers, timeout=settings.CREDIT_HTTP_TIMEOUT
    )
    response.raise_for_status()
    if len(response.content) > LONGEST_ANSWER:
        raise ValueError("longer than a conclusion")
    content = response.json()
    if not isinstance(content, dict) or content.get("conclusion") not in {*SAYS, "pending"}:
        raise ValueError("not an answer")
    if content["conclusion"] != "pending":
        _answer(content)
    return content


def _answer(content: dict) -> Answer:
    """Raises ValueError for days that are none."""
    until = content.get("valid_until")
    return Answer(
        SAYS[content["conclusion"]],
        date.fromisoformat(str(content.get("answered_on"))),
        valid_until=date.fromisoformat(until) if until else None,
        file_reference=str(content.get("reference", "")),
    )
