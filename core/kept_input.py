"""What somebody typed into a form that could not be taken: shown again, and sent again with one button.

A session that ended, a page that stood open over night: the text must not be lost for it. Passwords and codes are
never kept, nor are files: their fields are named, so that they can be chosen again.
"""

import json
import re
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from core.form_words import words_of

SECRET = re.compile(r"password|token|secret|otp|captcha", re.IGNORECASE)
MACHINERY = re.compile(
    r"^(_|initial-)|-__prefix__-|(^|-)(base|theirs-\w+|choice-\w+|(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$"
)
BUTTONS = {"action", "find", "hand_in", "remove", "then", "withdraw"}
"""Names that nobody typed into, nor of MACHINERY: sent again, but nothing to read."""
MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class KeptInput:
    """The fields of one POST to `path`, an address of ours; `files` are field and name of each file."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: HttpRequest, *, path: str = "", most: int = MOST_CHARACTERS) -> "KeptInput | None":
        """None where there is nothing to keep: no form, only buttons, a sign-in, or more than `most` characters.

        `path` is the address that the form belongs to, where that is not the one it was sent to.
        """
        path = path or request.get_full_path()
        if request.method != "POST" or request.path == resolve_url(settings.LOGIN_URL) or not _is_ours(path):
            return None
        pairs = tuple(
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not SECRET.search(name)
        )
        files = tuple((name, file.name) for name, sent in request.FILES.lists() for file in sent)
        kept = cls(path, pairs, files)
        if kept.length > most or not (kept.rows() or kept.files):
            return None
        return kept

    @property
    def length(self) -> int:
        """Characters in all."""
        return sum(len(name) + len(value) for name, value in self.pairs)

    def rows(self, reader: HttpRequest | None = None) -> list[tuple[str, str]]:
        """Label and text of what a person filled in, in the words of the form that it was for.

        `reader` is the request of the page that shows them: choices are named that its user may choose from.
        """
        return list(words_of(self.path, self.typed, reader))

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Name and value of what a person filled in."""
        return [(name, value) for name, value in self.pairs if value and _is_typed(name)]

    @property
    def data(self) -> QueryDict:
        """As a form takes it."""
        data = QueryDict(mutable=True)
        for name, value in self.pairs:
            data.appendlist(name, value)
        return data

    @property
    def file_names(self) -> list[str]:
        return [name for _, name in self.files]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "KeptInput":
        stored = json.loads(text)
        return cls(stored["path"], tuple(map(tuple, stored["pairs"])), tuple(map(tuple, stored["files"])))


def is_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this: no other site can make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_typed(name: str) -> bool:
    return name not in BUTTONS and not MACHINERY.search(name)


def _is_ours(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
