"""Asking providers that answer by themselves, one query at a time; what failed is asked again later."""

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


def ask_once(query: CreditQuery) -> bool:
    """One attempt at one query; True when it got its answer. What went wrong stands in `fault`, for people."""
    provider = providers.named(query.provider)
    try:
        answer = provider.ask(query)
        record_answer(
            query,
            answer.conclusion,
            answered_on=answer.answered_on,
            valid_until=answer.valid_until,
            source_name=settings.CREDIT_HTTP_NAME,
            file_reference=answer.file_reference,
        )
    except providers.AnswersLater as later:
        _failed(query, str(later), reference=later.reference)
        return False
    except (providers.Unanswered, TransitionBlocked) as fault:
        _failed(query, str(fault))
        return False
    return True


def _failed(query: CreditQuery, fault: str, **values) -> None:
    CreditQuery.objects.pending().filter(pk=query.pk).update(
        fault=fault[:200], attempts=F("attempts") + 1, **values
    )
