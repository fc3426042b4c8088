"""No English in the admin: our catalogue fills what unfold and import-export leave untranslated."""

import ast
import gettext
import re
from pathlib import Path

import pytest
import unfold
from django.conf import settings
from django.utils import translation

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
ENTRY = re.compile(r'^msgid (".*")\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? (".*")$', re.MULTILINE)
TAG = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
UNUSED = {"unfold_crispy", "auth"}
"""Folders of unfold's templates whose pages the portal does not show."""


def written() -> dict[str, str]:
    pairs = ENTRY.findall(CATALOGUE.read_text(encoding="utf-8"))
    return {ast.literal_eval(source): ast.literal_eval(text) for source, text in pairs if source != '""'}


def test_compiled_catalogue_matches_its_source():
    with CATALOGUE.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)._catalog
    keys = {key[0] if isinstance(key, tuple) else key: text for key, text in compiled.items() if key}
    assert keys == written()


def unfold_strings() -> set[str]:
    folder = Path(unfold.__file__).parent / "templates"
    files = [file for file in folder.rglob("*.html") if not UNUSED & set(file.relative_to(folder).parts)]
    return {
        first or second for file in files for first, second in TAG.findall(file.read_text(encoding="utf-8"))
    }


def test_no_string_of_unfold_is_left_in_english():
    strings = unfold_strings()
    assert len(strings) > 75
    with translation.override("zh-hans"):
        same = {text for text in strings if translation.gettext(text) == text}
    assert {text for text in same if re.search("[A-Za-z]{2}", text)} == set()


@pytest.mark.django_db
def test_dates_of_pages_read_chinese(journey, as_user):
    page = as_user(journey.officer).get("/admin/creation_cycle/cycle/").content.decode()
    day = journey.cycle.closes_on
    assert f"{day.year}年{day.month}月{day.day}日" in page
