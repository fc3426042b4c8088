"""The organizer's pages of panels: the pool with where people work, plans, imports with a preview, draws."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from zeal import zeal_ignore

from core import clock
from core.models import Job, LedgerEntry
from core.services import jobs
from reviews.models import Assignment, Draw, PanelPlan, Reviewer
from reviews.services import rounds
from tests import factories as make
from tests.admin.forms import page, posted
from tests.reviews.panels_world import PanelsWorld, make_reviewer
from units.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def panels() -> PanelsWorld:
    return PanelsWorld(units=2)


@pytest.fixture
def officer(client, panels):
    client.force_login(panels.officer)
    return client


def text_of(response) -> str:
    return response.content.decode()


# The pool


def test_an_entry_is_kept_together_with_where_the_person_works(officer, panels):
    person, employer = make.make_user(name="新评审"), panels.candidacies[0].unit.employer
    industry = panels.candidacies[0].unit.industry
    url = reverse("admin:reviews_reviewer_add")
    data = posted(officer, url) | {
        "user": person.pk, "expertise": [industry.pk], "most_units": 7,
        "employer": employer.pk, "league_branch": "机关团支部",
    }  # fmt: skip
    assert officer.post(url, data).status_code == 302
    entry = Reviewer.objects.get()
    assert (entry.committee, entry.user, entry.most_units) == (panels.city, person, 7)
    assert list(entry.expertise.all()) == [industry]
    place = Affiliation.objects.get(user=person)
    assert (place.employer, place.league_branch) == (employer, "机关团支部")
    assert LedgerEntry.objects.of(place).get().actor == panels.officer

    form = officer.get(page(entry)).context_data["adminform"].form
    assert (form["employer"].value(), form["league_branch"].value()) == (employer.pk, "机关团支部")
    officer.post(page(entry), posted(officer, page(entry)) | {"league_branch": "另一团支部"})
    place.refresh_from_db()
    assert (place.employer, place.league_branch) == (employer, "另一团支部")
    assert [entry.label for entry in LedgerEntry.objects.of(place)] == ["建立", "修改"]


def test_the_list_says_how_many_units_somebody_has_now(officer, panels):
    entry = make_reviewer(panels.city)
    for candidacy in panels.candidacies:
        rounds.assign(panels.round, candidacy, entry.user, by=panels.officer)
    assert "2 个集体" in text_of(officer.get(reverse("admin:reviews_reviewer_changelist")))


def test_pool_members_come_first_where_reviewers_are_assigned(officer, panels):
    outsider, member = make.make_user(name="甲"), make_reviewer(panels.city, "乙").user
    with zeal_ignore():
        form = officer.get(page(panels.round)).context_data["inline_admin_formsets"]
    [rows] = [rows for rows in form if rows.formset.prefix == "assignments"]
    groups = dict(list(rows.formset.empty_form.fields["reviewer"].choices)[1:])
    assert [key.value for key, _ in groups["评审人员库"]] == [member.pk]
    assert outsider.pk in [key.value for key, _ in groups["其他人员"]]


# Plans


def test_a_plan_is_asked_for_looked_at_and_taken_up(officer, panels):
    for number in range(2):
        make_reviewer(panels.city, f"评审{number}")
    start = reverse("admin:reviews_panelplan_start", args=[panels.round.pk])
    assert start in text_of(officer.get(page(panels.round)))
    answer = officer.post(start, {"part": panels.part.pk, "per_unit": 2})
    plan = PanelPlan.objects.get()
    assert answer.url == plan.job.get_absolute_url()
    assert "正在计算" in text_of(officer.get(page(plan)))
    jobs.run(plan.job_id)
    shown = text_of(officer.get(page(plan)))
    assert "共建议 4 项指派，涉及 2 个集体；全部集体都能配齐" in shown
    assert "评审0" in shown
    answer = officer.post(reverse("admin:reviews_panelplan_apply", args=[plan.pk]))
    jobs.run(Job.objects.get(kind="apply_panel_plan").pk)
    assert Assignment.objects.count() == 4
    shown = text_of(officer.get(page(plan)))
    assert "已采用" in shown
    assert "采用方案" not in shown


def test_the_page_names_the_reasons_and_a_plan_can_be_thrown_away(officer, panels):
    make_reviewer(panels.city, employer=panels.candidacies[0].unit.employer)
    officer.post(
        reverse("admin:reviews_panelplan_start", args=[panels.round.pk]),
        {"part": panels.part.pk, "per_unit": 1},
    )
    plan = PanelPlan.objects.get()
    jobs.run(plan.job_id)
    assert "1 名评审人员中 1 名须回避，缺 1 名" in text_of(officer.get(page(plan)))
    answer = officer.post(reverse("admin:reviews_panelplan_discard", args=[plan.pk]), follow=True)
    assert "方案已放弃" in text_of(answer)
    assert not PanelPlan.objects.exists()


def test_plans_of_others_do_not_exist_and_readers_decide_nothing(client, panels):
    plan = panels.plan()
    elsewhere = make.make_officer(make.make_committee("别市", "city"))
    for person, seen, started, decided in (
        (elsewhere, 404, 404, 404),
        (panels.journey.auditor, 200, 403, 403),
        (panels.journey.recommender, 404, 404, 404),
    ):
        client.force_login(person)
        assert client.get(page(plan)).status_code == seen
        assert (
            client.get(reverse("admin:reviews_panelplan_start", args=[panels.round.pk])).status_code
            == started
        )
        assert client.post(reverse("admin:reviews_panelplan_apply", args=[plan.pk])).status_code == decided
        assert (
            client.get(reverse("admin:reviews_panelplan_import", args=[panels.round.pk])).status_code
            == started
        )


# Imports


def uploaded(officer, panels, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    url = reverse("admin:reviews_panelplan_import", args=[panels.round.pk])
    return officer.post(url, {"file": SimpleUploadedFile("assignments.xlsx", file.getvalue())})


def confirmed(officer, panels, preview):
    url = reverse("admin:reviews_panelplan_import_confirm", args=[panels.round.pk])
    answer = officer.post(url, {"content": preview.context_data["confirm"]["content"].value()}, follow=True)
    if job := Job.objects.filter(kind="assign_from_table", state="queued").first():
        jobs.run(job.pk)
        return officer.get(job.get_absolute_url())
    return answer


def test_a_table_is_shown_first_and_assigned_after_confirmation(officer, panels):
    one, two = panels.candidacies
    reviewer = make_reviewer(panels.city, "张 三").user
    outsider = make.make_user(name="李四")
    rounds.assign(panels.round, two, outsider, by=panels.officer)
    preview = uploaded(
        officer, panels,
        ["终期考核评审指派表"],
        ["序号", "创建集体名称", "申报编号", "评委姓名", "登录账号"],
        [1, one.unit.name, one.filing_number, "张三", reviewer.username],
        [2, two.unit.name, "", "李四", ""],
        [3, "", two.filing_number, "", reviewer.username],
    )  # fmt: skip
    assert "将指派 2 项" in text_of(preview)
    assert "另有 1 行已经指派，跳过" in text_of(preview)
    assert Assignment.objects.count() == 1
    assert "已完成" in text_of(confirmed(officer, panels, preview))
    assert {a.candidacy for a in Assignment.objects.filter(reviewer=reviewer)} == {one, two}
    again = confirmed(officer, panels, preview)
    assert "没有指派任何人" in text_of(again)
    assert Assignment.objects.count() == 3


def test_every_wrong_row_is_named_with_column_value_and_reason(officer, panels):
    one, two = panels.candidacies
    colleague = make_reviewer(panels.city, "同事", employer=one.unit.employer).user
    good = make_reviewer(panels.city, "评审").user
    make.make_user(name="同名"), make.make_user(name="同名")
    answer = uploaded(
        officer, panels,
        ["集体", "备案编号", "评审人员", "账号", "考核形式"],
        ["不存在的集体", "", "评审", "", ""],
        ["", "BA-0", "评审", "", ""],
        [one.unit.name, two.filing_number, "评审", "", ""],
        [one.unit.name, "", "无此人", "", ""],
        [one.unit.name, "", "同名", "", ""],
        [one.unit.name, "", "评审", "nobody", ""],
        [one.unit.name, "", "别人", good.username, ""],
        [one.unit.name, "", "评审", "", "竞争性答辩"],
        [one.unit.name, "", "", colleague.username, ""],
        [one.unit.name, "", "评审", "", ""],
        [one.unit.name, "", "评审", good.username, "审核材料"],
        ["", "", "评审", "", ""],
    )  # fmt: skip
    faults = [(f.row, f.column, f.value, f.reason) for f in answer.context_data["reading"].faults]
    assert faults == [
        (2, "集体", "不存在的集体", "没有这个名称的待考核的集体"),
        (3, "备案编号", "BA-0", "没有这个备案编号的待考核集体"),
        (4, "集体", one.unit.name, f"与备案编号不符，该编号是“{two.unit.name}”"),
        (5, "评审人员", "无此人", "没有这个名称的可指派的人员"),
        (6, "评审人员", "同名", "有 2 个同名的可指派的人员，请填写账号"),
        (7, "账号", "nobody", "没有这个账号，或该账号不能担任评审人员"),
        (8, "评审人员", "别人", "与账号不符，该账号是“评审”"),
        (9, "考核形式", "竞争性答辩", "本轮没有这种考核形式，应为审核材料"),
        (10, "账号", colleague.username, "须回避：您与该集体属同一工作单位"),
        (12, "评审人员", "评审", "与第 11 行重复"),
        (13, "集体", "", "不能为空，也没有填写备案编号"),
    ]
    assert "confirm" not in answer.context_data
    assert "第 10 行" in text_of(answer)
    assert Assignment.objects.count() == 0


def test_what_happens_between_preview_and_confirmation_stops_all_of_it(officer, panels):
    one, two = panels.candidacies
    first, second = (make_reviewer(panels.city, name).user for name in ("甲评审", "乙评审"))
    preview = uploaded(
        officer, panels, ["集体", "评审人员"], [one.unit.name, first.name], [two.unit.name, second.name]
    )
    Affiliation.objects.create(user=second, employer=two.unit.employer)
    assert "须回避" in text_of(confirmed(officer, panels, preview))
    assert Assignment.objects.count() == 0


def test_a_preview_of_somebody_else_is_not_taken(officer, client, panels):
    first = make_reviewer(panels.city, "甲评审").user
    preview = uploaded(officer, panels, ["集体", "评审人员"], [panels.candidacies[0].unit.name, first.name])
    client.force_login(make.make_officer(panels.city))
    assert "预览已失效" in text_of(confirmed(client, panels, preview))
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"a,b\n1,2", b""])
def test_what_is_no_such_table_is_refused_in_a_sentence(officer, panels, content):
    url = reverse("admin:reviews_panelplan_import", args=[panels.round.pk])
    answer = officer.post(url, {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.context_data["form"].errors["file"]


# Draws


def test_a_draw_is_announced_once_and_for_all(officer, panels):
    url = reverse("admin:reviews_draw_add")
    data = {
        "round": panels.round.pk, "title": "答辩顺序", "public_source": "当日公布的号码", "draws_on": clock.today(),
    }  # fmt: skip
    assert "抽签日期应在公告次日或以后" in text_of(officer.post(url, data))
    officer.post(url, data | {"draws_on": clock.today() + timedelta(days=2)})
    draw = Draw.objects.get()
    assert len(draw.entries) == 2
    shown = text_of(officer.get(page(draw)))
    assert draw.secret not in shown
    assert draw.get_absolute_url() in shown
    assert officer.post(page(draw), {"title": "改名"}).status_code == 403
    assert f"{reverse('admin:reviews_draw_changelist')}?round__id__exact={panels.round.pk}" in text_of(
        officer.get(page(panels.round))
    )
