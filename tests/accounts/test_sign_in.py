"""One login for every role, the second factor for staff, and where each person starts."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Message
from accounts.services.inbox import notify
from tests import factories as make

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client, user, password=make.PASSWORD, **extra):
    return client.post(LOGIN, {"username": user.username, "password": password, **extra})


def test_wrong_password_keeps_the_name_and_says_so(client):
    user = make.make_user()

    response = sign_in(client, user, password="wrong")

    assert response.status_code == 200
    assert "用户名或密码不正确" in response.text
    assert f'value="{user.username}"' in response.text


def test_inactive_user_stays_out(client):
    user = make.make_user(is_active=False)

    response = sign_in(client, user)

    assert "_auth_user_id" not in client.session
    assert "用户名或密码不正确" in response.text


def test_admin_sends_to_the_one_login(client):
    response = client.get("/admin/")

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
    assert client.get(response.url).url.startswith(LOGIN)


def test_login_follows_only_addresses_of_its_own(client):
    user = make.make_user()

    assert sign_in(client, user, next="https://example.com/").url == reverse("accounts:home")


def test_staff_without_second_factor_reach_nothing_else(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    client.force_login(make.make_officer(city))

    response = client.get("/admin/")

    assert response.url == "/accounts/second-factor/?next=/admin/"


@pytest.mark.parametrize("url", ["/accounts/password/", "/accounts/inbox/", "/accounts/home/", "/"])
def test_password_alone_opens_neither_password_page_nor_inbox(client, settings, url):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    client.force_login(make.make_officer(city))

    assert client.get(url).url == f"/accounts/second-factor/?next={url}"
    assert client.post(url).status_code == 302


def test_way_back_keeps_its_own_query(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    officer = make.make_officer(city)
    client.force_login(officer)

    response = client.get(f"/admin/units/unit/?q={quote('税务')}&p=2")
    assert client.get(response.url).status_code == 200
    device = TOTPDevice.objects.get(user=officer)
    confirmed = client.post(response.url, {"token": f"{totp(device.bin_key):06d}"})

    assert confirmed.url == f"/admin/units/unit/?q={quote('税务')}&p=2"


def test_who_has_not_confirmed_can_still_sign_out(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    client.force_login(make.make_officer(city))

    client.post("/accounts/logout/")

    assert "_auth_user_id" not in client.session


def test_first_code_sets_the_device_up_and_opens_the_session(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    officer = make.make_officer(city)
    client.force_login(officer)
    assert "data:image/svg+xml" in client.get("/accounts/second-factor/").text
    device = TOTPDevice.objects.get(user=officer)

    response = client.post("/accounts/second-factor/?next=/admin/", {"token": f"{totp(device.bin_key):06d}"})

    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert "data:image/svg+xml" not in client.get("/accounts/second-factor/").text


def test_wrong_code_is_refused_at_the_field(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, city, _ = make.make_line()
    client.force_login(make.make_officer(city))

    response = client.post("/accounts/second-factor/", {"token": "abc"})

    assert "请填写六位数字" in response.text
    assert client.get("/admin/").status_code == 302


def test_captains_need_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, _, county = make.make_line()
    client.force_login(make.make_captain(make.make_unit(county)))

    assert client.get("/desk/").status_code == 200


def test_inbox_shows_own_messages_and_opening_marks_read(client):
    me, other = make.make_user(), make.make_user()
    notify([me, me], title="证书已制发", url="/desk/")
    notify([other], title="别人的消息")
    client.force_login(me)

    page = client.get("/accounts/inbox/").text
    message = Message.objects.get(recipient=me)
    opened = client.post(reverse("accounts:message", args=[message.pk]))

    assert page.count("证书已制发") == 1
    assert "别人的消息" not in page
    assert opened.url == "/desk/"
    assert Message.objects.get(pk=message.pk).read_at is not None


def test_a_strangers_message_is_not_there(client):
    me, other = make.make_user(), make.make_user()
    notify([other], title="别人的消息")
    client.force_login(me)

    response = client.post(reverse("accounts:message", args=[Message.objects.get().pk]))

    assert response.status_code == 404
    assert Message.objects.unread().count() == 1
