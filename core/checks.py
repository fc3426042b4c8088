"""System checks: a wrong or missing key is named before anything is stored under it."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from core.crypto import decode_key


@register(Tags.security)
def check_keys(app_configs=None, **kwargs) -> list[Error]:
    """core.E001: a key that cannot be used. core.E002: one key for two purposes."""
    keys = [("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY)]
    keys += [("BLIND_INDEX_KEY", settings.BLIND_INDEX_KEY)]
    keys += [("FIELD_ENCRYPTION_PREVIOUS_KEYS", text) for text in settings.FIELD_ENCRYPTION_PREVIOUS_KEYS]
    errors = [error for name, text in keys if (error := _key_error(name, text))]
    if not errors and settings.FIELD_ENCRYPTION_KEY == settings.BLIND_INDEX_KEY:
        errors = [
            Error("FIELD_ENCRYPTION_KEY and BLIND_INDEX_KEY must be two different keys", id="core.E002")
        ]
    return errors


def _key_error(name: str, text: str) -> Error | None:
    try:
        decode_key(name, text)
    except ImproperlyConfigured as problem:
        return Error(str(problem), id="core.E001")
    return None
