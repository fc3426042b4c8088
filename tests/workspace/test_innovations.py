"""五小创新 on the captain's desk: counted by year, looked back on, taken back and brought back."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.merge import digests
from core.models import LedgerEntry
from core.services.edits import place_of
from tests import factories as make
from tests.workspace import records
from units.enums import UnitRole
from workspace.enums import DutyPeriod, DutySubject
from workspace.models import Activity, ActivityType, Duty, Innovation, InnovationCategory, InnovationFollowUp
from workspace.queries import innovations as queries
from workspace.services import innovations

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def desk(client, journey):
    """The captain's own browser."""
    client.force_login(journey.captain)
    return client


def page(journey, name="innovations", *rest) -> str:
    return reverse(f"workspace:{name}", args=[journey.unit.pk, *rest])


def typed(**values) -> dict:
    category = InnovationCategory.objects.first() or records.make_category()
    return {
        "category": category.pk,
        "name": "叫号提醒牌",
        "content": "在等候区加装提醒牌。",
        "submitted_on": "2026-03-05",
        **values,
    }


def ask_for_three(**values) -> Duty:
    defaults = {
        "code": "d5", "name": "创新作品", "subject": DutySubject.UNIT, "period": DutyPeriod.YEAR, "target": 3,
        "counter": "innovations", "clause": "重庆某区通知 二(二)2",
    }  # fmt: skip
    return Duty.objects.create(**{**defaults, **values})


def make_activity(journey, theme, **values) -> Activity:
    kind, _ = ActivityType.objects.get_or_create(code="drill", defaults={"name": "岗位练兵"})
    defaults = {"unit": journey.unit, "activity_type": kind, "created_by": journey.captain}
    return Activity.objects.create(theme=theme, **{**defaults, **values})


# The year's count


def test_the_list_says_how_many_of_how_many_and_by_which_clause(desk, journey):
    ask_for_three()
    for number in range(2):
        records.make_work(journey.unit, journey.captain, name=f"作品{number}")
    records.make_work(journey.unit, journey.captain, submitted_on=date(2025, 12, 31))
    text = desk.get(page(journey)).content.decode()
    assert (
        " ".join(text.split()).count(
            '2026年 <strong class="numbers">2</strong> 项 / 至少 <span class="numbers">3'
        )
        == 1
    )
    assert "重庆某区通知 二(二)2" in text
    assert "还需继续" in text
    records.make_work(journey.unit, journey.captain, name="第三项")
    assert "已达到" in desk.get(page(journey)).content.decode()


def test_where_nothing_is_asked_the_list_only_counts(desk, journey):
    records.make_work(journey.unit, journey.captain)
    text = " ".join(desk.get(page(journey)).content.decode().split())
    assert '2026年 <strong class="numbers">1</strong> 项' in text
    assert "至少" not in text


def test_each_year_has_its_own_list_and_nonsense_leads_to_the_present_one(desk, journey):
    records.make_work(journey.unit, journey.captain, name="今年的")
    records.make_work(journey.unit, journey.captain, name="去年的", submitted_on=date(2025, 12, 31))
    works = {
        query: [work.name for work in desk.get(page(journey) + query).context["page_obj"]]
        for query in ("", "?year=2025", "?year=2024", "?year=x", "?year=0", "?year=2026&page=99")
    }
    assert works == {
        "": ["今年的"], "?year=2025": ["去年的"], "?year=2024": [], "?year=x": ["今年的"], "?year=0": ["今年的"],
        "?year=2026&page=99": ["今年的"],
    }  # fmt: skip
    assert queries.years_of(journey.unit) == [2026, 2025]


def test_the_list_costs_the_same_for_one_work_and_three(desk, journey):
    ask_for_three()

    def add(number: int) -> None:
        category = records.make_category(f"类别{number}")
        work = records.make_work(
            journey.unit,
            journey.captain,
            name=f"作品{number}",
            category=category,
            applied_on=date(2026, 3, 5),
        )
        records.make_look_back(work, journey.captain, day=date(2026, 4, 5))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries_:
            shown = desk.get(page(journey)).context
        assert len(shown["due"]) == len(shown["page_obj"]) == Innovation.objects.count()
        return len(queries_)

    add(1)
    alone = cost()
    add(2)
    add(3)
    assert cost() == alone


# Writing a work down


def test_four_fields_are_enough(desk, journey):
    answer = desk.post(page(journey, "innovation_new"), typed(people="窗口一组"))
    assert answer.url == page(journey)
    work = Innovation.objects.get()
    assert (work.unit, work.created_by, work.people) == (journey.unit, journey.captain, "窗口一组")
    assert work.benefit_amount is None
    assert work.progress == "已提交"
    assert LedgerEntry.objects.of(work).get().move == "create"


def test_the_amount_is_kept_to_the_cent_and_shown_in_two_units(desk, journey):
    desk.post(page(journey, "innovation_new"), typed(benefit_amount="１２５，５００．５"))
    work = Innovation.objects.get()
    assert work.benefit_amount == Decimal("125500.50")
    text = desk.get(page(journey, "innovation", work.pk)).content.decode()
    assert "125,500.50 元（约 12.55 万元）" in text
    assert 'value="125500.50"' in desk.get(page(journey, "innovation_edit", work.pk)).content.decode()


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        ({"benefit_amount": "12万"}, "benefit_amount", "请不要使用“万”等单位，12 万元请写成 120000"),
        ({"name": ""}, "name", "这个字段是必填项。"),
        ({"name": "控制\x07符"}, "name", "文字中含有不可见的控制字符（U+0007），请删除后重新输入"),
        ({"content": "字" * 1001}, "content", "确保该变量包含不超过 1000 字符 (目前字符数 1001)。"),
        ({"submitted_on": "2026-11-24"}, "submitted_on", "2026年11月24日晚于今天，请填写已经发生的日期"),
        ({"adopted_on": "2026-03-04"}, "adopted_on", "采纳日期不能早于提交日期"),
        ({"applied_on": "2026-03-04"}, "applied_on", "实施日期不能早于提交日期和采纳日期"),
        (
            {"adopted_on": "2026-05-04", "applied_on": "2026-05-03"},
            "applied_on",
            "实施日期不能早于提交日期和采纳日期",
        ),
        ({"category": "0"}, "category", "选择一个有效的选项： 该选择不在可用的选项中。"),
        ({"activity": "0"}, "activity", "选择一个有效的选项： 该选择不在可用的选项中。"),
        ({"activity": "x"}, "activity", "选择一个有效的选项： 该选择不在可用的选项中。"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_nothing_is_kept(desk, journey, values, field, error):
    answer = desk.post(page(journey, "innovation_new"), typed(**values))
    assert dict(answer.context["form"].errors) == {field: [error]}
    assert Innovation.objects.count() == 0


@pytest.mark.parametrize(
    "dates",
    [
        {"adopted_on": date(2026, 3, 4)},
        {"applied_on": date(2026, 3, 4)},
        {"adopted_on": date(2026, 5, 4), "applied_on": date(2026, 5, 3)},
        {"benefit_amount": Decimal("-0.01")},
    ],
)
def test_the_database_refuses_what_the_form_would(journey, dates):
    with pytest.raises(IntegrityError), transaction.atomic():
        records.make_work(journey.unit, journey.captain, **dates)


# Categories


def test_the_sources_lists_are_loaded_once_and_staff_may_change_them():
    assert innovations.load_categories() == 6
    InnovationCategory.objects.filter(code="suggestion").update(name="金点子", is_active=False)
    assert innovations.load_categories() == 0
    names = list(InnovationCategory.objects.values_list("name", flat=True))
    assert names == ["小发明", "小革新", "小创造", "小改造", "小设计", "金点子"]


def test_the_nearest_committee_with_a_list_of_its_own_decides(journey):
    def offered() -> list[str]:
        return [category.name for category in queries.categories_for(journey.unit)]

    records.make_category("小发明")
    assert offered() == ["小发明"]
    records.make_category("市级类别", journey.city)
    records.make_category("邻市类别", make.make_committee("邻市", "city", parent=journey.province))
    assert offered() == ["市级类别"]
    county = records.make_category("街道类别", journey.county)
    assert offered() == ["街道类别"]
    InnovationCategory.objects.filter(pk=county.pk).update(is_active=False)
    assert offered() == ["市级类别"]


def test_a_work_keeps_a_category_that_is_no_longer_offered(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    InnovationCategory.objects.update(is_active=False)
    answer = desk.post(
        page(journey, "innovation_edit", work.pk), typed(category=work.category_id, name="改名")
    )
    assert answer.status_code == 302
    work.refresh_from_db()
    assert work.name == "改名"


# Pictures come from the log


def test_a_record_of_the_log_is_chosen_newest_first_and_found_by_its_theme(desk, journey):
    old = make_activity(journey, "叫号牌试用", day=date(2026, 1, 5))
    for number in range(15):
        make_activity(journey, f"练兵{number}", day=date(2026, 2, 1 + number))
    make_activity(journey, "叫号牌撤下的", removed_at="2026-03-01T00:00Z")
    other = make.make_unit(journey.county)
    make_activity(journey, "叫号牌别家的", unit=other)
    form = desk.get(page(journey, "innovation_new")).context["form"]
    assert [label for _, label, _ in form.offered][:2] == ["不关联", "2026年2月15日 练兵14"]
    assert len(form.offered) == 13
    answer = desk.post(
        page(journey, "innovation_new"), {"find": "1", "name": "半", "activity_search": "叫号牌"}
    )
    assert [row[:2] for row in answer.context["form"].offered] == [
        ("", "不关联"),
        (str(old.pk), "2026年1月5日 叫号牌试用"),
    ]
    assert 'value="半"' in answer.content.decode()
    assert "必填项" not in answer.content.decode()
    desk.post(page(journey, "innovation_new"), typed(activity=old.pk, activity_search="练兵"))
    work = Innovation.objects.get()
    assert work.activity == old
    assert "叫号牌试用" in desk.get(page(journey, "innovation", work.pk)).content.decode()


def test_another_units_record_cannot_be_chosen(desk, journey):
    other = make_activity(journey, "别家的", unit=make.make_unit(journey.county))
    answer = desk.post(page(journey, "innovation_new"), typed(activity=other.pk))
    assert "activity" in answer.context["form"].errors


def test_searching_while_editing_keeps_what_the_page_had_shown(desk, journey):
    """Else the search would make one's own typing look like what was stored."""
    work = records.make_work(journey.unit, journey.captain)
    first = desk.get(page(journey, "innovation_edit", work.pk)).context["form"]
    base = first["base"].value()
    found = desk.post(
        page(journey, "innovation_edit", work.pk),
        typed(base=base, find="1", name="正在改", category=work.category_id),
    )
    assert found.context["form"]["base"].value() == base


# Two keepers, one work


def test_two_keepers_who_change_different_fields_both_succeed(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    base = desk.get(page(journey, "innovation_edit", work.pk)).context["form"]["base"].value()
    helper = journey.helper(UnitRole.FILLER)
    innovations.change_work(work, by=helper, people="窗口二组")
    desk.post(
        page(journey, "innovation_edit", work.pk), typed(base=base, name="新名称", category=work.category_id,
        benefit_amount="1200.50"),
    )  # fmt: skip
    work.refresh_from_db()
    assert (work.name, work.people) == ("新名称", "窗口二组")
    assert [entry.label for entry in LedgerEntry.objects.of(work)] == ["建立", "修改", "修改"]


def test_two_keepers_who_change_the_same_field_choose(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    base = desk.get(page(journey, "innovation_edit", work.pk)).context["form"]["base"].value()
    innovations.change_work(work, by=journey.helper(UnitRole.FILLER), name="别人的名称")
    mine = typed(base=base, name="我的名称", category=work.category_id, benefit_amount="1200.50")
    answer = desk.post(page(journey, "innovation_edit", work.pk), mine)
    assert list(answer.context["form"].conflicts) == ["name"]
    work.refresh_from_db()
    assert work.name == "别人的名称"
    theirs = digests({"name": "别人的名称"}, place=place_of(work))["name"]
    choice = {"choice-name": "mine", "theirs-name": theirs}
    desk.post(page(journey, "innovation_edit", work.pk), {**mine, **choice})
    work.refresh_from_db()
    assert work.name == "我的名称"


def test_dates_that_two_keepers_put_out_of_order_are_refused_with_the_reason(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    base = desk.get(page(journey, "innovation_edit", work.pk)).context["form"]["base"].value()
    innovations.change_work(work, by=journey.captain, submitted_on=date(2026, 6, 1))
    mine = typed(base=base, adopted_on="2026-05-01", category=work.category_id, benefit_amount="1200.50")
    answer = desk.post(page(journey, "innovation_edit", work.pk), mine)
    assert answer.context["form"].non_field_errors() == ["采纳日期不能早于提交日期。"]
    work.refresh_from_db()
    assert work.adopted_on is None


# Taking back and bringing back


def test_a_work_taken_back_does_not_count_and_can_be_brought_back(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    assert desk.post(page(journey, "innovation_remove", work.pk)).url == page(journey)
    listed = desk.get(page(journey)).context
    assert (list(listed["page_obj"]), list(listed["removed"])) == ([], [work])
    assert "已撤下" in desk.get(page(journey, "innovation", work.pk)).content.decode()
    desk.post(page(journey, "innovation_remove", work.pk))
    desk.post(page(journey, "innovation_restore", work.pk))
    assert list(desk.get(page(journey)).context["page_obj"]) == [work]
    assert [entry.label for entry in LedgerEntry.objects.of(work)] == ["建立", "撤下", "恢复"]


# 回头看


@pytest.mark.parametrize(
    ("applied", "looks", "due"),
    [
        (None, [], False),
        (date(2026, 5, 24), [], False),
        (date(2026, 5, 23), [], True),
        (date(2025, 5, 23), [], True),
        (date(2025, 1, 5), [(date(2026, 5, 24), True)], False),
        (date(2025, 1, 5), [(date(2026, 5, 23), True)], True),
        (date(2025, 1, 5), [(date(2025, 6, 1), True), (date(2026, 6, 1), True)], False),
        (date(2025, 1, 5), [(date(2025, 6, 1), False)], False),
        (date(2025, 1, 5), [(date(2025, 6, 1), False), (date(2025, 7, 1), True)], True),
    ],
)
def test_half_a_year_after_use_began_or_after_the_last_look_another_is_suggested(
    journey, applied, looks, due
):
    work = records.make_work(journey.unit, journey.captain, submitted_on=date(2025, 1, 5), applied_on=applied)
    for day, still in looks:
        records.make_look_back(work, journey.captain, day=day, still_in_use=still)
    assert (list(queries.due_for_look_back(journey.unit)) == [work]) is due


def test_a_look_back_is_written_corrected_taken_back_and_brought_back(desk, journey):
    work = records.make_work(journey.unit, journey.captain, applied_on=date(2026, 4, 1))
    assert "该回头看了" in desk.get(page(journey, "innovation", work.pk)).content.decode()
    desk.post(
        page(journey, "look_back_new", work.pk), {"day": "2026-11-20", "still_in_use": "on", "text": "好用"}
    )
    look = InnovationFollowUp.objects.get()
    assert (look.innovation, look.created_by, look.still_in_use) == (work, journey.captain, True)
    assert "该回头看了" not in desk.get(page(journey, "innovation", work.pk)).content.decode()
    desk.post(page(journey, "look_back", work.pk, look.pk), {"day": "2026-11-20", "text": "已停用"})
    look.refresh_from_db()
    assert (look.still_in_use, look.text) == (False, "已停用")
    desk.post(page(journey, "look_back_remove", work.pk, look.pk))
    assert desk.get(page(journey, "innovation", work.pk)).context["removed"] == [look]
    desk.post(page(journey, "look_back_restore", work.pk, look.pk))
    assert desk.get(page(journey, "innovation", work.pk)).context["visits"] == [look]
    assert [entry.note for entry in LedgerEntry.objects.of(work)][1:] == [
        f"{what}2026年11月20日的回访" for what in ("登记", "更正", "撤下", "恢复")
    ]


def test_nobody_looks_back_on_what_was_not_yet_there(desk, journey):
    work = records.make_work(journey.unit, journey.captain)
    answer = desk.post(page(journey, "look_back_new", work.pk), {"day": "2026-03-04", "text": "好用"})
    assert answer.context["form"].errors == {"day": ["回访日期不能早于作品的提交日期"]}


# Strangers


def test_works_and_looks_of_another_unit_are_not_there(desk, journey):
    other = make.make_unit(journey.county)
    captain = make.make_captain(other)
    work = records.make_work(other, captain)
    look = records.make_look_back(work, captain)
    own = records.make_work(journey.unit, journey.captain)
    assert desk.get(reverse("workspace:innovations", args=[other.pk])).status_code == 404
    assert desk.get(page(journey, "innovation", work.pk)).status_code == 404
    assert desk.post(page(journey, "innovation_remove", work.pk)).status_code == 404
    assert desk.get(page(journey, "look_back", own.pk, look.pk)).status_code == 404
