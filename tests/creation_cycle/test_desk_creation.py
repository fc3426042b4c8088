"""After filing: the plan, the story, and what the unit gets to see of rounds, notice and certificate."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import CandidacyState
from creation_cycle.guards import self_assessment_complete
from creation_cycle.models import Candidacy, Recognition, SelfAssessment, Title
from creation_cycle.services import certificates
from tests import factories as make
from tests.creation_cycle.desk_world import make_world

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
PLAN = {
    "plan": "两年规划",
    "goal": "差错率减半",
    "standard_summary": "细化标准",
    "sign": "大厅入口",
    "carrier": "青年先锋岗",
    "slogan": "青春建功",
    "pledge": "首问负责",
    "complaint_phone": "0760-12345678",
}


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def filed(world, client) -> Candidacy:
    """A candidacy that has its filing number, and its captain signed in."""
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    client.force_login(world.captain)
    return perform(candidacy, "file", by=make.make_officer(world.city))


@pytest.fixture
def creating(world, filed) -> Candidacy:
    Candidacy.objects.update(**PLAN)
    return perform(filed, "begin", by=world.captain)


def test_every_condition_of_the_plan_leads_to_its_own_field(client, filed):
    Candidacy.objects.update(**dict.fromkeys(PLAN, ""))
    page = client.get(filed.get_absolute_url())
    plan = client.get(f"/desk/candidacies/{filed.pk}/plan/").content.decode()
    for name in PLAN:
        assert f'href="/desk/candidacies/{filed.pk}/plan/#id_{name}"' in text_of(page)
        assert f'id="id_{name}"' in plan


def test_once_the_self_assessment_is_complete_the_next_step_is_the_story(client, world, creating):
    assert client.get(creating.get_absolute_url()).context["next"].action_label == "填写自评"
    version = creating.present_self_assessment
    SelfAssessment.objects.filter(pk=version.pk).update(
        completed_at=clock.now(), completed_by=world.captain, total=90
    )
    Candidacy.objects.update(story="")
    step = client.get(creating.get_absolute_url()).context["next"]
    assert (step.action_label, step.action_url.partition("#")[0]) == (
        "填写事迹材料",
        f"/desk/candidacies/{creating.pk}/story/",
    )


def test_filed_page_shows_number_stages_and_what_begin_misses(client, filed):
    page = text_of(client.get(filed.get_absolute_url()))
    assert filed.filing_number in page
    assert "通用标准（第 1 版）" in page
    assert '<li class="stage-here" aria-current="step">' in page
    assert "创建规划：尚未填写" in page
    assert f'href="/desk/candidacies/{filed.pk}/plan/">填写创建规划</a>' in page
    assert 'disabled aria-describedby="checks-failed">启动创建</button>' in page


def test_plan_is_written_and_creation_begins_without_javascript(client, filed):
    page = client.post(f"/desk/candidacies/{filed.pk}/plan/", PLAN, follow=True)
    assert '<button class="btn btn-primary desk-move">启动创建</button>' in text_of(page)
    client.post(f"/desk/candidacies/{filed.pk}/moves/begin/")
    candidacy = Candidacy.objects.get()
    assert {name: getattr(candidacy, name) for name in PLAN} == PLAN
    assert candidacy.state == CandidacyState.CREATING


def test_plan_keeps_what_is_valid_and_names_what_is_not(client, filed):
    plan = f"/desk/candidacies/{filed.pk}/plan/"
    answer = client.post(plan, {**PLAN, "complaint_phone": "12"}, **HTMX)
    assert "监督电话</a>（请填写11位手机号码" in text_of(answer)
    page = client.post(plan, {**PLAN, "complaint_phone": "12", "slogan": "反转\u202e文字"})
    assert 'value="12"' in text_of(page)
    assert "有 2 处需要修改" in text_of(page)
    candidacy = Candidacy.objects.get()
    assert (candidacy.plan, candidacy.slogan) == ("两年规划", "青春建功")
    assert candidacy.complaint_phone == candidacy.unit.complaint_phone, "the unit's own number stays"


def test_plan_cannot_be_written_before_filing(client, world):
    candidacy = world.draft()
    client.force_login(world.captain)
    for address in ("plan", "story", "self-assessment"):
        page = client.get(f"/desk/candidacies/{candidacy.pk}/{address}/")
        assert page.headers["Location"] == candidacy.get_absolute_url()
        client.post(f"/desk/candidacies/{candidacy.pk}/{address}/", {**PLAN, "story": "早了"})
    candidacy = Candidacy.objects.get()
    assert (candidacy.plan, candidacy.story) == ("", "")


def test_the_story_is_kept_with_its_length_without_javascript(client, creating):
    address = f"/desk/candidacies/{creating.pk}/story/"
    page = text_of(client.post(address, {"story": "事" * 1500}, follow=True))
    assert "共 1500 字，长度合适" in page
    assert "事迹材料已保存" in page
    answer = text_of(client.post(address, {"story": "开头"}, **HTMX))
    assert 'id="story-length" hx-swap-oob="true">共 2 字，建议 1300—1700 字' in answer
    assert Candidacy.objects.get().story == "开头"


def test_a_line_break_of_the_story_is_one_character(client, creating):
    client.post(f"/desk/candidacies/{creating.pk}/story/", {"story": "事\r\n" * 699 + "事"})
    candidacy = Candidacy.objects.get()
    assert len(candidacy.story) == 1399
    candidacy.story = "事\r\n" * 699 + "事"  # as it was stored before
    assert "事迹材料 1399 字" in {finding.text for finding in self_assessment_complete(candidacy)}


def certified(world, candidacy) -> Candidacy:
    """Recognised with a certificate whose file is in the store."""
    officer = make.make_officer(world.city)
    Candidacy.objects.filter(pk=candidacy.pk).update(
        state="certified", decision_number="示例〔2026〕1号", decided_on="2026-05-12", certified_by=officer.pk
    )
    title = Title.objects.create(
        unit=world.unit, level="city", committee=world.city, name="中山市青年文明号", star=1,
        first_recognised_on="2026-05-12", last_recognised_on="2026-05-12",
    )  # fmt: skip
    recognition = Recognition.objects.create(
        title=title, cycle=world.cycle, candidacy=candidacy, label="示例", star=1, recognised_on="2026-05-12",
        decision_number="示例〔2026〕1号",
    )  # fmt: skip
    recognition = Recognition.objects.get(pk=recognition.pk)
    path = default_storage.save("certificates/2026/test.pdf", ContentFile(b"%PDF-1.7 test"))
    perform(certificates.queue(recognition, by=None), "issue", by=None, file=path, file_hash="0" * 64)
    return Candidacy.objects.get(pk=candidacy.pk)


def test_certificate_is_downloaded_by_the_unit_alone(client, world, creating):
    candidacy = certified(world, creating)
    page = text_of(client.get(candidacy.get_absolute_url()))
    address = f"/desk/candidacies/{candidacy.pk}/certificate/"
    assert f'href="{address}"' in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 test"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    client.force_login(make.make_captain(make.make_unit(world.county)))
    assert client.get(address).status_code == 404


def test_there_is_nothing_to_download_before_the_certificate(client, creating):
    assert client.get(f"/desk/candidacies/{creating.pk}/certificate/").status_code == 404


def test_round_results_are_shown_to_the_unit(client, world, creating):
    round_ = make.make_round(world.cycle, state="closed", name="中期考核")
    creating.round_results.create(round=round_, sheets=2, mean=Decimal("76.50"), pass_line=Decimal(80))
    page = text_of(client.get(creating.get_absolute_url()))
    assert "中期考核" in page
    assert "76.50" in page
    assert "未达标" in page
