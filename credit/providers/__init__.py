"""Ways to get an answer, behind one interface. A new one is registered in `AppConfig.ready`.

A provider that asks by itself has `ask(query) -> Answer`; where people bring the answer (by hand, by table) it has
none. `ask` raises `Unanswered` with a sentence for people when there is no answer now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings


class Unanswered(Exception):
    """No answer this time. `counts` says whether the provider is to blame, for its circuit breaker."""


class AnswersLater(Unanswered):
    """The provider took the question and answers later; `reference` is its own number for it."""

    def __init__(self, reference: str):
        self.reference = reference
        super().__init__("渠道已受理，稍后答复")


@dataclass(frozen=True)
class Answer:
    """A conclusion as a provider gives it; a report never gets this far."""

    conclusion: str
    answered_on: date
    valid_until: date | None = None
    file_reference: str = ""


@dataclass(frozen=True)
class Provider:
    key: str
    label: str
    ask: Callable[[object], Answer] | None = None
    is_ready: Callable[[], bool] = lambda: True


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> Provider:
    """Registering a key again replaces it."""
    _providers[provider.key] = provider
    return provider


def named(key: str) -> Provider | None:
    return _providers.get(key)


def label_of(key: str) -> str:
    provider = named(key)
    return provider.label if provider else key


def choices() -> list[tuple[str, str]]:
    """What a form offers: providers that are set up."""
    return [(provider.key, provider.label) for provider in _providers.values() if provider.is_ready()]


MANUAL = Provider("manual", "人工登记（附凭据）")
TABLE = Provider("table", "表格交换（XLSX）")


def _ask_platform(query) -> Answer:
    from credit.providers.http import ask  # slow library, for those who ask a platform only

    return ask(query)


HTTP = Provider("http", "信用平台接口", ask=_ask_platform, is_ready=lambda: bool(settings.CREDIT_HTTP_URL))
