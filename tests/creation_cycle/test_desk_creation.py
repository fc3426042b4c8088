"""After filing: the plan, the self-assessment, and what the unit gets to see of rounds, notice and certificate."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.lifecycle import perform
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Recognition, SelfAssessmentEntry, Title
from creation_cycle.services import certificates
from tests import factories as make
from tests.creation_cycle.desk_world import make_world

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
PLAN = {
    "plan": "两年规划",
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


def scores(candidacy, **change) -> dict:
    """Full marks for every item, and a story."""
    given = {f"item-{item.pk}-points": str(item.points) for item in candidacy.standard.items.all()}
    return {**given, "story": "事" * 1500, **change}


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
    assert "监督电话（请填写11位手机号码" in text_of(answer)
    page = client.post(plan, {**PLAN, "complaint_phone": "12", "slogan": "反转\u202e文字"})
    assert 'value="12"' in text_of(page)
    assert "有 2 处需要修改" in text_of(page)
    candidacy = Candidacy.objects.get()
    assert (candidacy.plan, candidacy.slogan) == ("两年规划", "青春建功")
    assert candidacy.complaint_phone == candidacy.unit.complaint_phone, "the unit's own number stays"


def test_plan_cannot_be_written_before_filing(client, world):
    candidacy = world.draft()
    client.force_login(world.captain)
    for address in ("plan", "self-assessment"):
        page = client.get(f"/desk/candidacies/{candidacy.pk}/{address}/")
        assert page.headers["Location"] == candidacy.get_absolute_url()
        client.post(f"/desk/candidacies/{candidacy.pk}/{address}/", {**PLAN, "story": "早了"})
    candidacy = Candidacy.objects.get()
    assert (candidacy.plan, candidacy.story) == ("", "")


def test_self_assessment_is_written_and_handed_over_without_javascript(client, world, creating):
    make.make_round(world.cycle)
    address = f"/desk/candidacies/{creating.pk}/self-assessment/"
    assert "已完成 <strong>0/7</strong> 项" in text_of(client.get(address))
    page = text_of(client.post(address, scores(creating), follow=True))
    assert "已完成 <strong>7/7</strong> 项" in page
    assert '自评合计 <strong class="numbers">100</strong> 分' in page
    assert "共 1500 字，长度合适" in page
    client.post(f"/desk/candidacies/{creating.pk}/moves/apply/")
    assert Candidacy.objects.get().state == CandidacyState.APPLIED


def test_apply_without_a_round_says_so_and_stays(client, creating):
    client.post(f"/desk/candidacies/{creating.pk}/self-assessment/", scores(creating))
    page = client.post(f"/desk/candidacies/{creating.pk}/moves/apply/", follow=True)
    assert "目前没有进行中的达标考核" in text_of(page)
    assert Candidacy.objects.get().state == CandidacyState.CREATING


def test_a_refused_score_is_named_at_its_field_while_the_others_are_kept(client, creating):
    first, *others = creating.standard.items.all()
    address = f"/desk/candidacies/{creating.pk}/self-assessment/"
    typed = scores(creating, **{f"item-{first.pk}-points": "15.5", f"item-{first.pk}-evidence": "台账齐全"})
    page = text_of(client.post(address, typed))
    assert f'id="id_item-{first.pk}-points_error"><p>请填写 0 到 15 之间的分数。</p></div>' in page
    assert 'value="15.5"' in page
    assert "台账齐全</textarea>" in page
    assert set(creating.self_assessment.values_list("item", flat=True)) == {item.pk for item in others}


def test_autosave_brings_progress_and_errors_to_their_places(client, creating):
    first, second, *_ = creating.standard.items.all()
    typed = {f"item-{first.pk}-points": "12.5", f"item-{second.pk}-evidence": "先写依据", "story": "开头"}
    answer = text_of(client.post(f"/desk/candidacies/{creating.pk}/self-assessment/", typed, **HTMX))
    assert 'id="assessment-progress" hx-swap-oob="true"' in answer
    assert "已完成 <strong>1/7</strong> 项" in answer
    assert f'id="id_item-{second.pk}-points_error" hx-swap-oob="true"><p>请先填写自评分' in answer
    assert "共 2 字，建议 1300—1700 字" in answer
    entry = SelfAssessmentEntry.objects.get()
    assert (entry.item, entry.points) == (first, Decimal("12.5"))


def test_a_score_can_be_taken_back(client, creating):
    first = creating.standard.items.first()
    address = f"/desk/candidacies/{creating.pk}/self-assessment/"
    client.post(address, {f"item-{first.pk}-points": "0"})
    assert SelfAssessmentEntry.objects.get().points == 0, "nought is a score"
    client.post(address, {f"item-{first.pk}-points": ""})
    assert not SelfAssessmentEntry.objects.exists()


def test_self_assessment_left_open_cannot_write_after_the_application(client, world, creating):
    make.make_round(world.cycle)
    address = f"/desk/candidacies/{creating.pk}/self-assessment/"
    client.post(address, scores(creating))
    perform(creating, "apply", by=world.captain)
    client.post(address, scores(creating, story="改写"))
    answer = client.post(address, scores(creating, story="改写"), **HTMX)
    assert answer.headers["HX-Redirect"] == creating.get_absolute_url()
    assert Candidacy.objects.get().story == "事" * 1500


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
