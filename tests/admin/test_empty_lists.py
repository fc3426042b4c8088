"""A list without rows says what would stand there and how the first one comes about; a filter says how to drop it."""

import pytest
from django.contrib import admin

from tests import factories as make
from units.enums import OfficeRole

pytestmark = pytest.mark.django_db
NOTICES = "/admin/reviews/rectification/"
WORDS = "发给集体的整改通知单会列在这里。由组委会管理员新建第一份。"


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_every_list_has_words_of_its_own_in_whole_sentences(model):
    words = admin.site.get_model_admin(model).nothing_yet
    assert words.endswith("。")
    others = [page.nothing_yet for other, page in admin.site._registry.items() if other is not model]
    assert words not in others


def test_who_may_make_the_first_one_gets_the_button(as_user, journey):
    page = as_user(journey.officer).get(NOTICES).text
    assert "这里还没有整改通知单" in page
    assert WORDS in page
    assert f'href="{NOTICES}add/">新建整改通知单</a>' in page
    assert "清除条件" not in page


def test_who_may_not_reads_who_does(as_user, journey):
    page = as_user(journey.auditor).get(NOTICES).text
    assert WORDS in page
    assert "新建整改通知单</a>" not in page


@pytest.mark.parametrize("query", ["?q=查无此号", "?state__exact=closed"])
def test_a_search_or_filter_that_finds_nothing_is_not_taken_for_an_empty_register(as_user, journey, query):
    page = as_user(journey.officer).get(NOTICES + query).text
    assert "没有符合条件的整改通知单" in page
    assert '<a class="panel-button" href="?">清除条件，查看全部</a>' in page
    assert WORDS not in page


def test_a_list_with_rows_says_none_of_it(as_user, journey):
    assert "会列在这里" not in as_user(journey.officer).get("/admin/creation_cycle/cycle/").text


def test_an_officer_of_an_empty_committee_reads_it_on_every_list_open_to_them(as_user, journey):
    """No list breaks on having no rows."""
    client = as_user(make.make_officer(make.make_committee("新市团委", "city"), OfficeRole.OFFICER))
    answers = {
        page.nothing_yet: client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        for model, page in admin.site._registry.items()
    }
    shown = [words for words, answer in answers.items() if answer.status_code == 200 and words in answer.text]
    assert len(shown) >= 15
