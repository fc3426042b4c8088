"""Each component as a page shows it: escaped, readable by ear, folded where LOOK says so."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.template import Context, Template

from core import clock
from core.lifecycle import ADVISORY, Finding

XSS = '<script>alert("x")</script>'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"

PASSED = Finding(
    ok=True, text="18 人中 9 人不超过 35 周岁", clause="某区通知 一(二)2", measured="50.0%", required="≥50%"
)
FAILED = Finding(ok=False, text="缺 1 人", remedy="更新名册", remedy_at="roster", who="号长")
ADVICE = Finding(ok=False, text="建议补充", severity=ADVISORY)


def render(source: str, **context) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


class Tint(models.TextChoices):
    FRESH = "fresh", "新建"
    DONE = "done", XSS

    @property
    def tone(self):
        return {"fresh": "idle", "done": "ok"}[self.value]


@dataclass
class Record:
    """What the components ask of a record, without a table."""

    state: str
    pk: int = 7
    label: str = ""

    class _meta:  # noqa: N801  (Django's name)
        @staticmethod
        def get_field(name):
            return {"state": SimpleNamespace(default=Tint.FRESH, flatchoices=Tint.choices)}[name]

    def get_state_display(self):
        return Tint(self.state).label


@pytest.mark.parametrize(("state", "tone", "word"), [("fresh", "idle", "新建"), ("done", "ok", ESCAPED)])
def test_state_badge_has_the_tone_of_the_state_and_its_word(state, tone, word):
    html = render("{% state_badge record %}", record=Record(state))
    assert f'class="state tone-{tone}"' in html
    assert f"</svg>{word}</span>" in html


def test_badge_refuses_a_tone_that_has_no_icon():
    with pytest.raises(KeyError):
        render('{% badge "文字" "pink" %}')


@pytest.mark.parametrize(
    ("count", "word"), [(None, "未定星级"), (0, "未定星级"), (1, "一星级"), (3, "三星级")]
)
def test_stars_stand_beside_their_word(count, word):
    html = render("{% stars count %}", count=count)
    assert html.count("#star") == (count or 0)
    assert f"<span>{word}</span>" in html


def test_icon_speaks_only_with_a_label():
    assert 'aria-hidden="true"' in render('{% icon "lock" %}')
    spoken = render('{% icon "lock" label %}', label=XSS)
    assert f'role="img" aria-label="{ESCAPED}"' in spoken
    assert "aria-hidden" not in spoken


def test_stepper_marks_done_here_and_ahead():
    stages = [
        SimpleNamespace(label="备案", date=date(2026, 3, 2), status="done"),
        SimpleNamespace(label=XSS, date=None, status="here"),
        SimpleNamespace(label="考核", date=None, status="ahead"),
    ]
    html = render("{% stepper stages %}", stages=stages)
    assert [html.count(f"stage-{status}") for status in ("done", "here", "ahead")] == [1, 1, 1]
    assert html.count('aria-current="step"') == 1
    assert "第 2/3 步" in html
    assert "2026年3月2日" in html
    assert XSS not in html


@pytest.mark.parametrize(("statuses", "number"), [(["done", "done"], 2), (["ahead", "ahead"], 1)])
def test_stepper_without_a_present_stage_stays_at_the_last_done(statuses, number):
    stages = [SimpleNamespace(label="步", date=None, status=status) for status in statuses]
    assert f"第 {number}/2 步" in render("{% stepper stages %}", stages=stages)


def test_finding_cites_its_clause_as_a_link_into_the_rules():
    html = render("{% finding item %}", item=PASSED)
    assert '（≥50%，<a href="/rules/#某区通知-一-二-2">某区通知 一(二)2</a>）' in html
    assert "实际：50.0%" in html
    assert "更新名册" not in html


def test_finding_links_its_remedy_where_the_page_knows_the_place():
    with_place = render("{% finding item %}", item=FAILED, remedy_places={"roster": "/desk/roster/"})
    assert '<a href="/desk/roster/">更新名册</a>' in with_place
    assert "由号长处理" in with_place
    without = render("{% finding item %}", item=FAILED)
    assert "<span>更新名册</span>" in without


def test_finding_escapes_what_people_wrote():
    html = render("{% finding item %}", item=Finding(ok=False, text=XSS, clause=XSS, remedy=XSS, who=XSS))
    assert XSS not in html
    assert html.count(ESCAPED) == 4


@pytest.mark.parametrize(
    ("item", "tone", "spoken"),
    [(PASSED, "ok", "符合："), (FAILED, "stop", "不符合："), (ADVICE, "wait", "提醒：")],
)
def test_finding_has_a_tone_and_says_it_in_words(item, tone, spoken):
    html = render("{% finding item %}", item=item)
    assert f'class="finding tone-{tone}"' in html
    assert f'<span class="visually-hidden">{spoken}</span>' in html


def test_findings_fold_what_passed_and_leave_open_what_failed():
    html = render("{% findings items %}", items=[PASSED, ADVICE, FAILED, PASSED])
    before, folded = html.split("<details", 1)
    assert before.index("缺 1 人") < before.index("建议补充"), "what blocks stands before advice"
    assert folded.startswith(' class="passed">'), "folded: no open attribute"
    assert "已符合 2 项" in folded
    assert folded.count("18 人中 9 人") == 2
    assert "18 人中 9 人" not in before


def test_findings_say_when_all_passed_and_nothing_for_nothing():
    assert "已符合 1 项，全部通过" in render("{% findings items %}", items=[PASSED])
    assert render("{% findings items %}", items=[]).strip() == ""


def test_next_step_says_deadline_and_what_blocks():
    card = {
        "title": XSS, "due": date(2026, 6, 30), "workdays_left": 0, "provisional": True,
        "reasons": [FAILED], "action_url": "/x/", "action_label": "填写自查",
    }  # fmt: skip
    html = render("{% next_step_card card %}", card=card)
    assert "还有 <strong>0</strong> 个工作日" in html
    assert "2026年6月30日</time> 24:00 截止" in html
    assert "暂按周末计算" in html
    assert "还需处理 1 项" in html
    assert '<a class="btn btn-primary" href="/x/">填写自查</a>' in html
    assert XSS not in html


def test_next_step_leaves_out_what_it_does_not_know():
    html = render("{% next_step_card card %}", card={"title": "等待推荐"})
    assert "截止" not in html
    assert "btn" not in html


def test_facts_escape_values_and_name_gaps():
    html = render("{% facts pairs %}", pairs={"名称": XSS, "号长": "", "人数": 0})
    assert f"<dd>{ESCAPED}</dd>" in html
    assert html.count("未填写") == 1
    assert "<dd>0</dd>" in html


def test_history_tells_who_when_what_and_note():
    entry = SimpleNamespace(
        label="退回", actor_name=XSS, at=datetime(2026, 5, 12, 2, 32, tzinfo=UTC),
        source="fresh", target="done", note=f"缺名册\n{XSS}",
    )  # fmt: skip
    html = render("{% history entries record %}", entries=[entry], record=Record("fresh"))
    assert "2026年5月12日 10:32" in html, "in the portal's time zone"
    assert f"新建 → {ESCAPED}" in html
    assert f"缺名册<br>{ESCAPED}" in html
    assert XSS not in html
    assert "尚无流转记录" in render("{% history entries %}", entries=[])


def test_progress_needs_a_total_to_show_a_share():
    assert 'value="3" max="1200"' in render("{% progress 3 1200 %}")
    assert "3/1,200" in render("{% progress 3 1200 %}")
    assert "value=" not in render("{% progress 3 0 %}")


@pytest.mark.parametrize(
    ("tags", "tone", "role"),
    [("error", "stop", "alert"), ("extra success", "ok", "status"), ("", "info", "status")],
)
def test_notice_announces_errors_at_once(tags, tone, role):
    html = render("{% notice text tags|message_tone %}", text=XSS, tags=tags)
    assert f'class="notice tone-{tone}" role="{role}"' in html
    assert ESCAPED in html


def test_empty_state_has_at_most_one_action():
    assert "<a" not in render('{% empty_state "还没有活动。" %}')
    assert 'href="/new/">登记活动</a>' in render('{% empty_state "还没有活动。" "/new/" "登记活动" %}')


def test_pager_keeps_the_filters(rf):
    page = SimpleNamespace(after="b&c", before="")
    html = render("{% pager page %}", request=rf.get("/?level=city&after=a"), page=page)
    assert 'href="?level=city&amp;after=b%26c"' in html
    assert 'href="?level=city">回到第一页' in html
    assert "上一页" not in html


def test_pager_is_silent_on_a_single_page(rf):
    html = render("{% pager page %}", request=rf.get("/"), page=SimpleNamespace(after="", before=""))
    assert html.strip() == ""


def test_numbered_pages_keep_the_filters(rf):
    page = Paginator(range(5), 2).page(2)
    html = render(
        '{% include "components/page_numbers.html" %}', request=rf.get("/?q=x&page=2"), page_obj=page
    )
    assert re.findall(r'<a [^>]*href="(.*?)"', html) == ["?q=x&amp;page=1", "?q=x&amp;page=3"]
    assert "第 2/3 页" in html


def test_nav_link_marks_the_current_place(rf):
    request = rf.get("/honor-roll/some-unit/")
    assert 'aria-current="page"' in render('{% nav_link "/honor-roll/" "荣誉榜" %}', request=request)
    assert "aria-current" not in render('{% nav_link "/rules/" "规则" %}', request=request)


class SampleForm(forms.Form):
    name = forms.CharField(label="集体名称", help_text="不写简称。")
    count = forms.IntegerField(label="人数", required=False, min_value=6)
    channel = forms.ChoiceField(label="渠道", choices=[("a", "常规")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("备案窗口已关闭")


def test_fields_say_required_in_words_and_carry_their_hint():
    html = render("{% field form.name %}{% field form.count unit='人' %}", form=SampleForm())
    name, count = html.split('id="div_id_count"')
    assert "（必填）" in name
    assert "（必填）" not in count
    assert 'aria-describedby="id_name_helptext"' in name
    assert 'id="id_name_helptext">不写简称。' in name
    assert '<span class="input-group-text">人</span>' in count


def test_refused_form_sums_up_and_leads_to_each_field():
    html = render("{% form_fields form %}", form=SampleForm({"count": "3"}))
    summary = html.split("</ul>")[0]
    assert "有 4 处需要修改" in summary
    assert "备案窗口已关闭" in summary
    assert '<a href="#id_name">集体名称</a>' in summary
    assert 'class="numberinput form-control is-invalid"' in html
    assert 'id="id_count_error"' in html
    assert html.count('name="token"') == 1


def test_group_of_choices_is_a_fieldset_with_its_target():
    html = render("{% field form.channel %}", form=SampleForm({"name": "x"}))
    assert "<legend>渠道" in html
    assert 'id="id_channel"' in html, "the summary's link leads here"


def test_untouched_form_has_no_summary():
    assert "form-errors" not in render("{% form_fields form %}", form=SampleForm())


def test_crispy_draws_the_same_fields():
    html = render("{% load crispy_forms_tags %}{{ form|crispy }}", form=SampleForm())
    assert "（必填）" in html
    assert "asteriskField" not in html


def test_dates_are_written_in_chinese_and_in_the_portals_zone():
    late = datetime(2026, 5, 12, 16, 30, tzinfo=UTC)
    assert render("{{ d|cn_date }}", d=date(2026, 5, 12)) == "2026年5月12日"
    assert render("{{ d|cn_date }}", d=late) == "2026年5月13日"
    assert render("{{ d|cn_datetime }}", d=late) == "2026年5月13日 00:30"
    assert render("{{ d|cn_date }}{{ d|cn_datetime }}{% when d %}", d=None) == ""


@pytest.mark.parametrize(("days", "words"), [(0, "今天"), (3, "3 天后"), (-40, "40 天前")])
def test_when_tells_how_far_a_day_is(days, words):
    with clock.pretend(datetime(2026, 5, 12, 10, tzinfo=UTC)):
        day = date(2026, 5, 12) + timedelta(days=days)
        assert f'title="{words}"' in render("{% when day %}", day=day)


def test_when_tells_how_far_a_moment_is():
    with clock.pretend(datetime(2026, 5, 12, 10, tzinfo=UTC)):
        html = render("{% when at time=True %}", at=datetime(2026, 5, 12, 7, tzinfo=UTC))
    assert 'datetime="2026-05-12T15:00+08:00"' in html
    assert "3\xa0小时前" in html


@pytest.mark.parametrize(("count", "shown"), [(1000, "1000"), (1001, "1000+")])
def test_counts_stop_at_a_thousand(count, shown):
    assert render("{{ count|capped }}", count=count) == shown
