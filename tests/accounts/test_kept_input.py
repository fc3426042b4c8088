"""What was typed when the sign-in had expired, or under an old token, is there again afterwards."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.services import kept_input
from core import clock
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from tests.journey import Journey
from units.models import YouthHomePairing
from workspace.models import ActivityType

pytestmark = pytest.mark.django_db
LOGIN, KEPT = "/accounts/login/", "/accounts/kept-input/"
TYPED = {"kind": "new", "channel": "special", "channel_reason": "第一行\n《理由》 & 𠮷"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def draft(world) -> Candidacy:
    return world.draft()


def sign_in(client, user, **extra):
    return client.post(LOGIN, {"username": user.username, "password": make.PASSWORD, **extra})


def expire(client) -> None:
    """The server forgets the session; the browser keeps its cookies."""
    client.session.flush()


def resent(client, page, name: str):
    """Press the button of the form that holds the kept fields."""
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if name in form)
    address = re.search(r'action="([^"]+)"', form)[1]
    fields = {}
    for key, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form, re.DOTALL):
        fields.setdefault(key, []).append(unescape(value))
    return client.post(address, fields)


def lost_and_back(client, user, address, data):
    """Signed in, session over, sent, signed in again: what one sees then."""
    sign_in(client, user)
    expire(client)
    refused = client.post(address, data)
    assert refused.headers["Location"].endswith(f"login/?next={address}")
    return client.post(
        f"{LOGIN}?next={address}", {"username": user.username, "password": make.PASSWORD}, follow=True
    )


def test_the_text_is_shown_after_signing_in_and_saved_by_one_button(client, world, draft):
    page = lost_and_back(client, world.captain, draft.get_absolute_url(), TYPED)
    assert "我们保留了您刚才填写的内容" in page.text
    assert "<dt>特别推荐理由</dt>" in page.text
    assert "第一行<br>《理由》 &amp; 𠮷" in page.text
    assert '<dd class="kept-text">特别推荐</dd>' in page.text, "a choice in its words"
    answer = resent(client, page, "继续保存")
    assert answer.headers["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.channel, draft.channel_reason) == ("special", TYPED["channel_reason"])
    assert client.get(KEPT).headers["Location"] == "/accounts/home/", "used once"


def test_the_button_sends_a_token_that_is_good_after_the_sign_in(world, draft):
    client = Client(enforce_csrf_checks=True)
    page = client.get(LOGIN)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    sign_in(client, world.captain, csrfmiddlewaretoken=token)
    page = client.get(draft.get_absolute_url())
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    expire(client)
    client.post(draft.get_absolute_url(), {**TYPED, "csrfmiddlewaretoken": token})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(LOGIN).text)[1]
    sign_in(client, world.captain, csrfmiddlewaretoken=token)
    page = client.get(KEPT)
    assert token not in page.text
    assert resent(client, page, "继续保存").status_code == 302
    assert Candidacy.objects.get().channel_reason == TYPED["channel_reason"]


def test_nothing_of_it_is_stored_in_plain_text(client, world, draft):
    sign_in(client, world.captain)
    expire(client)
    client.post(draft.get_absolute_url(), TYPED)
    assert "理由" not in str(dict(client.session))


def test_another_person_at_the_same_machine_never_sees_it(client, world, draft):
    other = make.make_captain(make.make_unit(world.county))
    sign_in(client, world.captain)
    expire(client)
    client.post(draft.get_absolute_url(), TYPED)
    page = client.post(LOGIN, {"username": other.username, "password": make.PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] != KEPT
    assert kept_input.KEY not in client.session
    sign_in(client, world.captain)
    assert "理由" not in client.get(KEPT, follow=True).text


def test_after_two_hours_it_is_gone(client, world, draft):
    with clock.pretend(clock.now() - timedelta(hours=2, minutes=1)):
        sign_in(client, world.captain)
        expire(client)
        client.post(draft.get_absolute_url(), TYPED)
    assert sign_in(client, world.captain).headers["Location"] != KEPT
    assert kept_input.KEY not in client.session


def test_one_may_give_it_up(client, world, draft):
    lost_and_back(client, world.captain, draft.get_absolute_url(), TYPED)
    assert client.post(KEPT).headers["Location"] == "/accounts/home/"
    assert kept_input.KEY not in client.session
    draft.refresh_from_db()
    assert draft.channel_reason == ""


def test_a_browser_of_which_nobody_is_known_keeps_the_text_too(client, world, draft):
    client.force_login(world.captain)
    expire(client)
    client.post(draft.get_absolute_url(), TYPED)
    assert sign_in(client, world.captain).headers["Location"] == KEPT


def test_strangers_cannot_fill_the_store(client, world, draft):
    address = draft.get_absolute_url()
    client.post(address, {"channel_reason": "字" * 60_001})
    assert kept_input.KEY not in client.session
    kept = []
    for _ in range(31):
        stranger = Client(REMOTE_ADDR="192.0.2.7")
        stranger.post(address, TYPED)
        kept.append(kept_input.KEY in stranger.session)
    assert kept == [True] * 30 + [False]


def test_two_windows_sent_after_the_session_ended_both_wait(client, world, draft):
    sign_in(client, world.captain)
    expire(client)
    roster = f"/desk/units/{world.unit.pk}/roster/new/"
    client.post(draft.get_absolute_url(), TYPED)
    for name in ("李新", "王新"):
        client.post(roster, {"name": name, "birth_date": "1996-05-01"})
    page = client.post(LOGIN, {"username": world.captain.username, "password": make.PASSWORD}, follow=True)
    for text in ("第一行", "李新", "王新", "第 3 份，共 3 份"):
        assert text in page.text
    page = client.get(resent(client, page, "王新").headers["Location"])
    assert "保留的内容还有 2 份没有保存" in page.text
    assert list(world.unit.members.filter(name__endswith="新").values_list("name", flat=True)) == ["王新"]
    page = client.get(KEPT)
    assert "李新" in page.text
    assert "王新" not in page.text


def test_only_the_newest_few_wait(client, world):
    sign_in(client, world.captain)
    expire(client)
    for number in range(kept_input.MOST + 2):
        client.post(f"/desk/units/{world.unit.pk}/roster/new/", {"name": f"新人{'一二三四五六七'[number]}"})
    sign_in(client, world.captain)
    page = client.get(KEPT)
    assert "新人二" not in page.text
    assert "新人三" in page.text


@pytest.mark.parametrize("known", [True, False])
def test_what_is_too_long_to_be_kept_is_said_before_the_sign_in(client, world, draft, known):
    if known:
        sign_in(client, world.captain)
        expire(client)
    page = client.post(draft.get_absolute_url(), {"channel_reason": "字" * 200_001}, follow=True)
    assert page.request["PATH_INFO"] == LOGIN
    assert "也没能保留" in page.text
    assert kept_input.KEY not in client.session


def test_passwords_and_codes_are_not_kept(client, world):
    sign_in(client, world.captain)
    expire(client)
    client.post("/accounts/password/", {"old_password": "x", "new_password1": "y", "new_password2": "y"})
    assert kept_input.KEY not in client.session


def test_a_button_without_fields_leaves_nothing_to_keep(client, world, draft):
    page = lost_and_back(client, world.captain, f"/desk/candidacies/{draft.pk}/moves/submit/", {})
    assert "刚才这一步没有办理，请再点一次" in page.text


def test_files_are_named_to_be_chosen_again(client, world):
    file = SimpleUploadedFile("名单.txt", b"x")
    page = lost_and_back(
        client, world.captain, f"/desk/units/{world.unit.pk}/roster/new/", {"name": "李新", "list": file}
    )
    assert "文件不能保留，请在保存后重新选择：名单.txt" in page.text
    assert "李新" in page.text


def test_staff_get_it_back_after_the_second_factor(client, settings, world):
    settings.SECOND_FACTOR_REQUIRED = True
    officer = make.make_officer(world.city)
    sign_in(client, officer)
    client.post("/admin/units/employer/add/", {"name": "新单位"})
    client.get("/accounts/second-factor/")
    code = f"{totp(TOTPDevice.objects.get(user=officer).bin_key):06d}"
    page = client.post("/accounts/second-factor/", {"token": code}, follow=True)
    assert "我们保留了您刚才填写的内容" in page.text
    assert "新单位" in page.text


def test_admin_forms_are_kept_with_the_words_of_their_model(client, world):
    officer = make.make_officer(world.city)
    sign_in(client, officer)
    expire(client)
    answer = client.post("/admin/units/employer/add/", {"name": "新单位"})
    assert answer.headers["Location"].startswith("/admin/login/")
    page = client.post(LOGIN, {"username": officer.username, "password": make.PASSWORD}, follow=True)
    assert '<dd class="kept-text">新单位</dd>' in page.text
    assert "其他内容" not in page.text


def kept_rows(page) -> list[tuple[str, str]]:
    """Label and text of everything that the page shows of what was typed."""
    return re.findall(r'<dt>(.*?)</dt>\s*<dd class="kept-text">(.*?)</dd>', page.text, re.DOTALL)


@pytest.fixture
def training() -> ActivityType:
    return ActivityType.objects.create(code="training", name="主题培训")


def record_typed(kind: ActivityType, **more) -> dict:
    """What a browser sends of one record: the day twice, since the form remembers what it proposed."""
    typed = {"day": "2026-05-04", "activity_type": kind.pk, "theme": "消防演练", "people": "12", **more}
    return {"initial-day": "2026-05-04", "duties_for": kind.pk, **typed}


def test_each_field_stands_once_with_the_name_of_what_was_chosen(client, world, training):
    address = f"/desk/units/{world.unit.pk}/log/new/"
    page = lost_and_back(client, world.captain, address, record_typed(training))
    typed = [("日期", "2026-05-04"), ("类型", "主题培训"), ("主题", "消防演练"), ("参加人数", "12")]
    assert kept_rows(page) == typed


def test_a_row_that_the_form_does_not_offer_this_person_gets_no_name(client, world, training):
    """Else anybody could read the names of rows by sending their numbers."""
    other = make.make_unit(world.county)
    foreign = YouthHomePairing.objects.create(unit=other, name="别处之家", starts_on="2026-01-01")
    own = world.unit.youth_homes.get()
    address = f"/desk/units/{world.unit.pk}/log/new/"
    page = lost_and_back(client, world.captain, address, record_typed(training, youth_home=foreign.pk))
    assert dict(kept_rows(page))["结对青少年之家"] == "（已选择）"
    page = lost_and_back(client, world.captain, address, record_typed(training, youth_home=own.pk))
    assert dict(kept_rows(page))["结对青少年之家"] == own.name


def test_a_page_that_is_not_ones_own_names_no_rows(client, world, training):
    elsewhere = make.make_unit(world.county)
    address = f"/desk/units/{elsewhere.pk}/log/new/"
    page = lost_and_back(client, world.captain, address, record_typed(training))
    assert dict(kept_rows(page))["类型"] == "（已选择）"


def test_items_of_a_score_sheet_have_their_names_and_the_button_none(client):
    journey = Journey()
    item = journey.candidacy("assessing").standard.items.first()
    sheet = f"/review/{journey.reviewer.assignments.get().pk}/"
    typed = {f"points-{item.pk}": "9.5", "comment": "总体良好", "then": "lock"}
    page = lost_and_back(client, journey.reviewer, sheet, typed)
    assert kept_rows(page) == [(item.name, "9.5"), ("总体意见", "总体良好")]


def test_rows_of_the_admin_have_their_words_and_no_keys(client):
    journey = Journey()
    candidacy = journey.candidacy("applied")
    round_ = candidacy.cycle.rounds.get(state="open")
    address = f"/admin/reviews/round/{round_.pk}/change/"
    typed = {
        "name": round_.name, "min_reviewers": 2, "assignments-TOTAL_FORMS": 1, "assignments-0-id": "",
        "assignments-0-round": round_.pk, "assignments-0-candidacy": candidacy.pk,
        "assignments-0-reviewer": journey.reviewer.pk, "assignments-__prefix__-round": round_.pk, "_save": "保存",
    }  # fmt: skip
    page = lost_and_back(client, journey.officer, address, typed)
    assert kept_rows(page) == [
        ("名称", round_.name), ("每个集体至少评审人数", "2"), ("创建申报", str(candidacy)),
        ("评审人员", str(journey.reviewer)),
    ]  # fmt: skip


def test_htmx_is_told_and_the_page_stays(client, world, draft):
    sign_in(client, world.captain)
    expire(client)
    answer = client.post(draft.get_absolute_url(), TYPED, HTTP_HX_REQUEST="true")
    assert answer.status_code == 401
    assert "登录已过期，您填写的内容仍在本页" in answer.text
    assert 'href="/accounts/login/?next=/accounts/signed-in/" target="_blank"' in answer.text
    assert kept_input.KEY not in client.session, "it is on the page"


def test_an_old_token_shows_the_text_and_a_button(world, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.captain)
    page = client.post(draft.get_absolute_url(), TYPED, HTTP_ORIGIN="http://testserver")
    assert page.status_code == 403
    assert "第一行<br>《理由》 &amp; 𠮷" in page.text
    assert resent(client, page, "再次提交").status_code == 302
    draft.refresh_from_db()
    assert draft.channel_reason == TYPED["channel_reason"]


@pytest.mark.parametrize("origin", ["https://testserver.example.com", "null", "https://testserver", None])
def test_what_another_site_sends_gets_no_button(world, draft, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.captain)
    headers = {"HTTP_ORIGIN": origin} if origin else {}
    page = client.post(draft.get_absolute_url(), TYPED, **headers)
    assert page.status_code == 403
    assert "页面已过期，内容没有提交" in page.text
    assert "理由" not in page.text


def test_a_login_under_an_old_token_shows_no_name():
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(LOGIN, {"username": "captain", "password": "x"}, HTTP_ORIGIN="http://testserver")
    assert page.status_code == 403
    assert "captain" not in page.text
