"""Refusals and breakdowns answer with a friendly page that gives nothing away."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from core.lifecycle import MovedOn
from core.views import errors


@pytest.fixture
def request_from(rf: RequestFactory):
    request = rf.get("/secret-unit/")
    request.htmx = False
    return request


@pytest.mark.django_db
def test_a_missing_csrf_token_gets_a_page_that_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_user("owner", name="号长"))
    answer = client.post("/jobs/1/cancel/")
    assert answer.status_code == 403
    assert "页面已过期，内容没有提交" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "exception", "status"),
    [
        (errors.permission_denied, PermissionDenied("creation_cycle.certify_candidacy"), 403),
        (errors.not_found, Http404("No Unit matches pk=7"), 404),
    ],
)
def test_what_the_exception_knows_stays_inside(request_from, view, exception, status):
    answer = view(request_from, exception)
    text = answer.content.decode()
    assert answer.status_code == status
    assert "error-page" in text
    assert str(exception) not in text
    assert request_from.path not in text


def test_a_record_that_moved_on_leaves_the_text_to_be_copied(rf):
    request = rf.post("/admin/units/employer/1/change/", {"name": "长长的名称", "password": "not-this"})
    request.htmx = False
    text = errors.permission_denied(request, MovedOn("Employer 1 has moved on")).content.decode()
    assert "这条记录刚刚变化，内容没有保存" in text
    assert "长长的名称" in text
    assert "not-this" not in text


def test_a_breakdown_is_answered_without_database_and_session(request_from):
    answer = errors.server_error(request_from)
    assert answer.status_code == 500
    assert "系统出错，这一步没有完成" in answer.content.decode()


def test_a_breakdown_of_the_template_itself_still_gets_an_answer(request_from):
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}
    with override_settings(TEMPLATES=[engine]):
        answer = errors.server_error(request_from)
    assert answer.status_code == 500
    assert "系统暂时出错" in answer.content.decode()
