"""Asking providers that answer by themselves, one query at a time; what failed is asked again later."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, QuerySet

from core.lifecycle import TransitionBlocked
from credit import providers
from credit.models import CreditQuery
from credit.services.queries import record_answer

MOST_ATTEMPTS = 3
"""Attempts of one run; the beat asks again every hour, so that late answers arrive."""


def askable() -> QuerySet[CreditQuery]:
    """Without an answer, of a provider that asks by itself, with an authority that still stands."""
    keys = [key for key, _ in providers.choices() if providers.named(key).ask]
    return CreditQuery.objects.pending().with_authority().filter(provider__in=keys).order_by("pk")


@dataclass(frozen=True)
class Attempt:
    """What one question over the network brought: an answer, or why there is none, in words."""

    query: CreditQuery
    answer: providers.Answer | None = None
    fault: str = ""
    reference: str = ""


def attempt(query: CreditQuery) -> Attempt:
    """Ask, and write nothing: however long the provider takes, no row and no transaction is held."""
    try:
        return Attempt(query, answer=providers.named(query.provider).ask(query))
    except providers.AnswersLater as later:
        return Attempt(query, fault=str(later), reference=later.reference)
    except providers.Unanswered as fault:
        return Attempt(query, fault=str(fault))


def keep(made: Attempt) -> bool:
    """Write down what an attempt brought; True when the query got its answer, else `fault` says why not.

    Who took the authority back, or brought the answer by hand, while the provider was thinking, was first: what it
    says then is not kept.
    """
    if not askable().filter(pk=made.query.pk).exists():
        return False
    if made.answer is None:
        _failed(made.query, made.fault, **({"reference": made.reference} if made.reference else {}))
        return False
    try:
        record_answer(
            made.query,
            made.answer.conclusion,
            answered_on=made.answer.answered_on,
            valid_until=made.answer.valid_until,
            source_name=settings.CREDIT_HTTP_NAME,
            file_reference=made.answer.file_reference,
        )
    except TransitionBlocked as fault:
        _failed(made.query, str(fault))
        return False
    return True


def _failed(query: CreditQuery, fault: str, **values) -> None:
    CreditQuery.objects.pending().filter(pk=query.pk).update(
        fault=fault[:200], attempts=F("attempts") + 1, **values
    )
