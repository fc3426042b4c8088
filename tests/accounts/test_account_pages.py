"""Accounts in the admin: a lost authenticator and a forgotten password, both on record."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.services import second_factor
from core.models import LedgerEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def system_admin(client):
    client.force_login(make.make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def officer():
    _, city, _ = make.make_line()
    officer = make.make_officer(city)
    second_factor.confirm(second_factor.device_of(officer))
    return officer


def test_lost_authenticator_is_unbound_and_on_record(system_admin, officer):
    other = second_factor.device_of(make.make_user())
    page = reverse("admin:accounts_user_change", args=[officer.pk])
    unbind = reverse("admin:accounts_user_forget_device", args=[officer.pk])
    assert f'action="{unbind}"' in system_admin.get(page).text

    response = system_admin.post(unbind, follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert f'action="{unbind}"' not in response.text
    assert list(TOTPDevice.objects.all()) == [other]
    assert [entry.label for entry in LedgerEntry.objects.of(officer)] == ["解除二次验证绑定"]


def test_unbinding_asks_for_a_post_and_a_system_administrator(system_admin, officer, client):
    unbind = reverse("admin:accounts_user_forget_device", args=[officer.pk])
    assert system_admin.get(unbind).status_code == 405
    client.force_login(officer)

    assert client.post(unbind).status_code == 403
    assert TOTPDevice.objects.filter(user=officer).exists()


def test_password_set_for_somebody_is_on_record(system_admin, officer):
    url = reverse("admin:auth_user_password_change", args=[officer.pk])
    form = {"password1": "Neu-2026-Pass!", "password2": "Neu-2026-Pass!", "usable_password": "true"}

    assert system_admin.post(url, {**form, "password2": "anders"}).status_code == 200
    assert system_admin.post(url, form).status_code == 302

    officer.refresh_from_db()
    assert officer.check_password("Neu-2026-Pass!")
    assert [entry.label for entry in LedgerEntry.objects.of(officer)] == ["重设密码"]
