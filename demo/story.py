"""The demo's story: every unit is walked to its state by the moves that people would make, on the days they would."""

import random
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from core import clock
from core.lifecycle import perform
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy, Certificate, Cycle, Notice, StandardItem
from creation_cycle.models.self_assessment_entry import rule_field
from creation_cycle.services import issuing, notices
from creation_cycle.services.application import apply_for_assessment
from creation_cycle.services.filing import open_candidacy
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import complete
from reviews.models import Round, ScoreSheet
from reviews.services import rounds, sheets
from units.models import Unit
from workspace.models import Activity, ActivityType, Innovation, InnovationCategory

PLAN = {
    "plan": "以“让群众少跑一趟”为目标：一季度完善制度，二季度岗位练兵，三季度开放周，四季度总结提升。",
    "goal": "两年内群众满意率达到 98%，差错率减半，培养 3 名业务骨干。",
    "standard_summary": "首问负责、限时办结、差错可查；每月一次岗位练兵，每季一次群众评议。",
    "sign": "大厅入口设“青年文明号创建集体”标识牌，窗口摆放岗位牌。",
    "carrier": "“青春领航岗”“延时服务岗”“师徒结对”。",
    "slogan": "青春在岗，服务在心",
    "pledge": "一次告知、限时办结、微笑服务；投诉 1 个工作日内回应。",
    "complaint_phone": "0760-10000000",
}
SESSIONS = ("课后托管陪读", "安全用电小课堂", "“小小办事员”体验日", "暑期阅读陪伴")
WORKS = (
    ("办事材料清单二维码", "扫码即可查看所办事项的材料清单和样表，减少来回跑。"),
    ("错峰叫号提醒", "按时段公布等候人数，引导错峰办理。"),
    ("窗口交接本", "把口头交接改成三栏一页的交接本，事项不遗漏。"),
)
STORY = "我们是一支平均年龄不到三十岁的队伍。两年来，大家围绕中心工作，把岗位当作练兵场。" * 34


@dataclass
class Cast:
    """Who acts: by username, and each unit's captain by the unit's primary key."""

    people: dict[str, User]
    captains: dict[int, User]
    recommenders: dict[int, User]

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    def captain_of(self, candidacy: Candidacy) -> User:
        return self.captains[candidacy.unit_id]

    def recommender_of(self, candidacy: Candidacy) -> User:
        return self.recommenders[candidacy.recommending_committee_id]


@contextmanager
def days_from_now(days: int):
    """Let the body happen `days` from today (negative: in the past)."""
    with clock.pretend(clock.now() + timedelta(days=days)):
        yield


def draft(units: Iterable[Unit], cycle: Cycle, cast: Cast) -> list[Candidacy]:
    return [open_candidacy(unit, cycle, by=cast.captains[unit.pk]) for unit in units]


def submit(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    return [perform(c, "submit", by=cast.captain_of(c)) for c in candidacies]


def recommend(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    return [
        perform(c, "recommend", by=cast.recommender_of(c), note="符合基础条件，同意推荐") for c in candidacies
    ]


def file(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    return [perform(c, "file", by=cast["officer"]) for c in candidacies]


def begin(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    begun = []
    for candidacy in candidacies:
        for name, value in PLAN.items():
            setattr(candidacy, name, value)
        candidacy.save()
        begun.append(perform(candidacy, "begin", by=cast.captain_of(candidacy)))
    return begun


def apply(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    applied = []
    for candidacy in candidacies:
        captain = cast.captain_of(candidacy)
        keep_records(candidacy, by=captain)
        assess_themselves(candidacy, by=captain)
        candidacy.story = STORY
        candidacy.save(update_fields=["story"])
        applied.append(apply_for_assessment(candidacy, by=captain))
    return applied


def keep_records(candidacy: Candidacy, *, by: User) -> None:
    """What the rules of assessment count: four sessions at the youth home and three works within the year."""
    unit, today = candidacy.unit, clock.today()
    since = today - timedelta(days=300)
    sessions = unit.activities.kept().youth_home_sessions().filter(day__gt=since, day__lte=today).count()
    kind = ActivityType.objects.get(code="volunteering")
    for number in range(sessions, len(SESSIONS)):
        Activity.objects.create(
            unit=unit, activity_type=kind, theme=SESSIONS[number], day=today - timedelta(days=20 + 60 * number),
            people=6, served=30, youth_home=unit.youth_homes.first(), created_by=by,
        )  # fmt: skip
    works = unit.innovations.kept().filter(submitted_on__gt=since, submitted_on__lte=today).count()
    category = InnovationCategory.objects.filter(is_active=True).first()
    for number in range(works, len(WORKS)):
        name, content = WORKS[number]
        Innovation.objects.create(
            unit=unit, category=category, name=name, content=content, created_by=by,
            submitted_on=today - timedelta(days=30 + 80 * number),
        )  # fmt: skip


def assess_half_year(candidacies: Iterable[Candidacy], cast: Cast) -> None:
    """The version of the first half-year, from those who do not apply yet."""
    for candidacy in candidacies:
        assess_themselves(candidacy, by=cast.captain_of(candidacy))


def assess_themselves(candidacy: Candidacy, *, by: User) -> None:
    """One point off what is judged, and evidence from the log, as a careful captain would."""
    newest = candidacy.unit.activities.kept().first()
    records = [f"activities-{newest.pk}"] if newest else []
    texts = {
        "records": records,
        "problem": "个别台账更新不及时。",
        "measure": "安排专人每周核对。",
        "measure_due": clock.today() + timedelta(days=30),
    }
    items = candidacy.standard.items.scored_by_people().for_scoring()
    answers = {item.pk: careful_answer(item, texts) for item in items}
    keep_answers(candidacy, by=by, answers=answers, seen={})
    complete(candidacy, by=by)


def careful_answer(item: StandardItem, texts: dict) -> dict:
    """By the kind of the item: nothing vetoed, every rule kept, and where points are judged a little modesty."""
    if item.is_veto:
        return {"found": False}
    if item.is_scored_by_rules:
        counts = item.kind == ItemKind.ACCUMULATE
        times = {rule_field(rule.pk): rule.max_times if counts else 0 for rule in item.rules.all()}
        return {**times, "checked": True}
    return {"points": max(item.points - 1, Decimal(0)), **texts}


def assess(candidacies: Iterable[Candidacy], round_: Round, cast: Cast) -> list[Candidacy]:
    """Two reviewers for each unit, then 进入考核."""
    moved = []
    for candidacy in candidacies:
        for username in ("reviewer", "reviewer2"):
            rounds.assign(round_, candidacy, cast[username], by=cast["officer"])
        moved.append(perform(candidacy, "assess", by=cast["officer"]))
    return moved


def score(candidacies: Iterable[Candidacy], round_: Round, *, low: bool = False) -> None:
    """Every assigned reviewer fills and locks the sheet; `low` keeps the unit under the pass line."""
    chance = random.Random(round_.pk)  # noqa: S311  (a repeatable story, not a secret)
    for candidacy in candidacies:
        for assignment in candidacy.assignments.filter(round=round_).select_related("reviewer", "sheet"):
            comment = "材料完整，现场秩序良好。"
            sheets.save_scores(assignment.sheet, **answers_of(assignment.sheet, chance, low), comment=comment)
            perform(assignment.sheet, "submit", by=assignment.reviewer)


def answers_of(sheet: ScoreSheet, chance: random.Random, low: bool) -> dict[str, dict]:
    """What a reviewer says of every item, as keywords of `save_scores`; `low` keeps the unit under the pass line."""
    items = list(sheet.items_to_score().for_scoring())
    lost = (4, 5) if low else (0, 2)
    judged = [item for item in items if item.kind == ItemKind.JUDGEMENT]
    return {
        "points": {item.pk: max(item.points - chance.randint(*lost), Decimal(0)) for item in judged},
        "marks": {item.pk: _marks(item, low) for item in items if item.is_scored_by_rules},
        "found": {item.pk: False for item in items if item.is_veto},
    }


def mark_veto(candidacy: Candidacy, round_: Round, evidence: str) -> None:
    """One reviewer hands in a sheet that marks 一票否决; the second person has not looked yet."""
    panel = candidacy.assignments.filter(round=round_, on_behalf_of=None)
    assignment = panel.select_related("reviewer", "sheet").first()
    given = answers_of(assignment.sheet, random.Random(round_.pk), low=False)  # noqa: S311  (a repeatable story)
    item = assignment.sheet.items_to_score().get(name__startswith="媒体曝光")
    given["found"][item.pk] = True
    sheets.save_scores(assignment.sheet, **given, remarks={item.pk: evidence})
    perform(assignment.sheet, "submit", by=assignment.reviewer)


def _marks(item: StandardItem, low: bool) -> dict[int, int]:
    """Rule by rule: a strong unit loses nothing and gets all that adds up, a weak one the other way round."""
    is_full = (item.kind == ItemKind.ACCUMULATE) != low
    return {rule.pk: rule.max_times if is_full else 0 for rule in item.rules.all() if not rule.is_bonus}


def nominate(candidacies: Iterable[Candidacy], cast: Cast) -> list[Candidacy]:
    return [perform(fresh(c), "nominate", by=cast["officer"]) for c in candidacies]


def publicise(candidacies: list[Candidacy], title: str, cast: Cast) -> Notice:
    body = (
        "根据达标考核结果，拟认定下列集体为青年文明号，现予公示。公示期间，如有异议，请以书面或在线方式提出。"
    )
    cycle = candidacies[0].cycle
    notice = notices.draft_notice(cycle, by=cast["officer"], title=title, body=body, candidacies=candidacies)
    return perform(notice, "open", by=cast["officer"])


def certify(candidacies: Iterable[Candidacy], decision: str, cast: Cast) -> None:
    for candidacy in candidacies:
        perform(fresh(candidacy), "certify", by=cast["approver"], decision_number=decision)
        issuing.draw(Certificate.objects.get(recognition__candidacy=candidacy))


def fresh(candidacy: Candidacy) -> Candidacy:
    return Candidacy.objects.get(pk=candidacy.pk)
