"""Guards of 简易备案: from the unit's submission to the filing number (S1 二.3, S4 一)."""

from decimal import Decimal

from core import clock
from core.lifecycle import ADVISORY, Finding, guard
from core.months import months_before
from core.text import chinese_date
from creation_cycle.enums import CandidacyKind, Channel, RuleStage, Severity
from units.enums import Level
from units.queries.conflicts import conflicts_of

REQUIRED_FACTS = (
    ("employer", "所属单位"),
    ("industry", "行业系统"),
    ("committee", "隶属团组织"),
    ("complaint_phone", "监督电话"),
)


@guard(no_clause="a dissolved collective has nobody left to create")
def not_dissolved(candidacy) -> Finding:
    return Finding(ok=candidacy.unit.dissolved_on is None, text="集体未撤并", who="所属单位")


@guard(clause="中山市实施意见 四(一)")
def filing_window_open(candidacy) -> Finding:
    """单数年创建报备: the window is the cycle's own dates."""
    cycle = candidacy.cycle
    window = f"备案时间：{chinese_date(cycle.filing_opens_on)}至{chinese_date(cycle.filing_closes_on)} 24:00"
    return Finding(
        ok=cycle.filing_is_open,
        text=window,
        measured=f"今天是{chinese_date(clock.today())}",
        who=str(cycle.committee),
    )


@guard(clause="工作指引 二.3（简易备案）")
def unit_data_complete(candidacy) -> list[Finding]:
    """Basic information is there, nothing more is asked."""
    missing = [label for name, label in REQUIRED_FACTS if not getattr(candidacy.unit, name)]
    text = f"基本信息还缺：{'、'.join(missing)}" if missing else "基本信息已填全"
    return [Finding(ok=not missing, text=text, remedy="补充集体信息", remedy_at="unit", who="号长")]


@guard(no_clause="each finding carries the clause of its own rule")
def filing_rules(candidacy) -> list[Finding]:
    """The rule set's conditions for filing: the same findings as on the form."""
    return candidacy.rule_findings(RuleStage.FILING)


@guard(clause="青年文明号活动管理办法（2022年修订）特别推荐")
def special_channel_reasoned(candidacy) -> Finding:
    """Relaxed conditions are never silent."""
    special = candidacy.channel == Channel.SPECIAL
    ok = not special or bool(candidacy.channel_reason.strip())
    text = "特别推荐须写明理由" if special else "常规渠道推荐"
    return Finding(ok=ok, text=text, remedy="填写特别推荐理由", remedy_at="filing", who="号长")


@guard(clause="工作指引 二.2；中山市实施意见 四(二)")
def holds_lower_title(candidacy) -> Finding:
    """逐级创建、逐级认定: one level at a time; a title at this very level shows that the step was taken."""
    level = Level(candidacy.level)
    lower = level.lower()
    titles = candidacy.unit.titles.in_force()
    if lower is None or titles.filter(level=level).exists():
        return Finding(ok=True, text="逐级创建：符合")
    setting = candidacy.cycle_setting("lower_title_months")
    months = int(setting.limit or 0) if setting else 0
    since = months_before(clock.today(), months)
    ok = titles.filter(level=lower, first_recognised_on__lte=since).exists()
    waived = (
        not ok and setting and setting.severity == Severity.WAIVABLE and candidacy.channel == Channel.SPECIAL
    )
    held = f"须先获得{lower.label}青年文明号" + (f"满 {months} 个月" if months else "")
    return Finding(ok=ok, text="逐级创建：符合" if ok else held, severity=ADVISORY if waived else "hard")


@guard(clause="工作指引 二.2（三级三星制）")
def kind_fits_titles(candidacy) -> Finding:
    """新创建 has no title at this level yet, 升星 has one, 晋级 comes from the level below."""
    level = Level(candidacy.level)
    held = set(candidacy.unit.titles.in_force().values_list("level", flat=True))
    fits = {
        CandidacyKind.NEW: level not in held,
        CandidacyKind.STAR: level in held,
        CandidacyKind.PROMOTION: level not in held and level.lower() in held,
    }[CandidacyKind(candidacy.kind)]
    has = "、".join(Level(value).label for value in sorted(held)) or "无"
    return Finding(
        ok=fits,
        text=f"申报类型“{candidacy.get_kind_display()}”与现有称号（{has}）" + ("相符" if fits else "不符"),
        remedy="改选申报类型",
        remedy_at="filing",
        who="号长",
    )


@guard(
    no_clause="one unit strives for one title at a time; the database holds it per cycle and level as well"
)
def no_other_live_candidacy(candidacy) -> Finding:
    other = candidacy.unit.candidacies.live().exclude(pk=candidacy.pk).select_related("cycle").first()
    text = f"另有一份进行中的申报：{other.cycle}" if other else "没有其他进行中的申报"
    return Finding(ok=other is None, text=text, remedy="先办结或撤回该申报", who="号长")


@guard(clause="工作指引 二.2（三级三星制）")
def not_recognised_in_cycle(candidacy) -> Finding:
    """One recognition, one star, in one cycle."""
    won = candidacy.cycle.recognitions.filter(title__unit=candidacy.unit_id).exists()
    text = "本集体在本周期已获认定，请参加下一周期" if won else "本周期尚未获认定"
    return Finding(ok=not won, text=text, who="号长")


@guard(clause="工作指引 二.3（由下一级团组织审核）")
def has_recommending_body(candidacy) -> Finding:
    body = candidacy.find_recommending_committee()
    organizer = candidacy.cycle.committee
    text = f"推荐团组织：{body}" if body else f"集体的隶属团组织不在{organizer}之下，找不到下一级团组织"
    return Finding(ok=body is not None, text=text, remedy="核对隶属团组织", remedy_at="unit", who="号长")


@guard(clause="重庆某区通知 一(二)1；中山市实施意见 三(二)5")
def quota_left(candidacy) -> Finding:
    """New applications per recommending body; counted under the cycle's lock."""
    body = candidacy.recommending_committee or candidacy.find_recommending_committee()
    if body is None or candidacy.kind != CandidacyKind.NEW or candidacy.channel != Channel.REGULAR:
        return Finding(ok=True, text="不占常规新申报名额")
    places = _places(candidacy, body)
    if places is None:
        return Finding(ok=True, text="本周期未限制新申报名额")
    used = _recommended(candidacy, body, Channel.REGULAR)
    return Finding(
        ok=used < places,
        text=f"{body.short_name}新申报名额 {places} 个，已推荐 {used} 个",
        measured=str(used),
        required=f"≤{places} 个",
        who=f"{body}（名额可由组委会调整）",
    )


@guard(clause="青年文明号活动管理办法（2022年修订）特别推荐")
def special_quota_left(candidacy) -> Finding:
    """特别推荐 has its own places, given by the organizing committee."""
    body = candidacy.recommending_committee
    if candidacy.channel != Channel.SPECIAL or body is None:
        return Finding(ok=True, text="不占特别推荐名额")
    quota = candidacy.cycle.quotas.filter(committee=body).first()
    places = quota.special_places if quota else 0
    used = _recommended(candidacy, body, Channel.SPECIAL)
    return Finding(
        ok=used < places,
        text=f"{body.short_name}特别推荐名额 {places} 个，已推荐 {used} 个",
        measured=str(used),
        required=f"≤{places} 个",
        who="组委会",
    )


@guard(
    no_clause="回避: nobody judges their own cause; the sources ask it of reviewers, we of everyone who decides"
)
def not_own_unit(candidacy, by) -> list[Finding]:
    """回避: nobody decides about a unit they belong to, a superuser neither."""
    if by is None:
        return []
    return [
        Finding(ok=False, text=f"须回避：{reason}", who="其他经办人")
        for reason in conflicts_of(by, candidacy.unit)
    ]


@guard(no_clause="four eyes: our own rule for the two bodies of 简易备案 (DESIGN §4)")
def filer_is_not_recommender(candidacy, by) -> Finding:
    same = by is not None and candidacy.recommended_by_id == by.pk
    return Finding(
        ok=not same, text="备案人不得是推荐人" if same else "备案人与推荐人不是同一人", who="组委会其他管理员"
    )


@guard(clause="工作指引 二.3（对标创建）")
def standard_available(candidacy) -> Finding:
    """The unit's industry standard, else the general one."""
    standard = candidacy.find_standard()
    text = f"对标：{standard}" if standard else "组委会尚未发布适用的创建标准"
    return Finding(ok=standard is not None, text=text, remedy="发布创建标准", who="组委会管理员")


def _places(candidacy, body) -> int | None:
    """The body's own quota in this cycle, else the rule set's default; None when neither sets one."""
    quota = candidacy.cycle.quotas.filter(committee=body).first()
    if quota:
        return quota.places
    setting = candidacy.cycle_setting("new_per_body")
    return int(setting.limit or Decimal(0)) if setting else None


def _recommended(candidacy, body, channel: Channel) -> int:
    rivals = candidacy.cycle.candidacies.recommended().filter(recommending_committee=body, channel=channel)
    if channel == Channel.REGULAR:
        rivals = rivals.filter(kind=CandidacyKind.NEW)
    return rivals.exclude(pk=candidacy.pk).count()
