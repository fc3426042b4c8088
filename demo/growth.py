"""Growth cards of one demo unit: goals, an axis over eight months, partners and fans, the wall, a finished vote."""

import random
from datetime import timedelta

from core import clock
from core.months import months_before
from demo.story import days_from_now
from units.models import Unit
from workspace.models import GrowthCard, GrowthGoal, GrowthPoint, GrowthSupporter, Quote
from workspace.services import growth, votes, wall

GOALS = (
    ("取得中级专业技术资格", "取得资格证书"),
    ("独立办理全部窗口业务", "业务考核 90 分以上"),
    ("每月带教一次新同事", "带教记录 12 次"),
    ("完成一项服务流程改进", "改进做法被采纳"),
    ("全年志愿服务 60 小时", "志愿服务时长记录"),
)
STEPS = (
    (8, "制定学习计划"),
    (20, "完成第一阶段课程"),
    (35, "通过岗位练兵考核"),
    (50, "独立值班"),
    (65, "通过笔试"),
)
QUOTES = (
    "把简单的事做好，就是不简单。",
    "今天多问一句，群众少跑一趟。",
    "慢一点，稳一点，再细一点。",
    "先学会听，再学会答。",
)
ADVICE = ("进度不错，面试前再多练几次常见问题。", "建议把学到的做法写成一页纸，和组里分享。")
SUPPORT = ("加油，书记为你点赞！", "坚持就是胜利，有困难随时说。")


def grow(unit: Unit, *, by) -> None:
    """Two members in three fill in their cards; every second of them agrees to the wall."""
    chance = random.Random(unit.pk)  # noqa: S311  (a repeatable story, not a secret)
    today = clock.today()
    with days_from_now(-240):
        span = {"starts_on": clock.today(), "ends_on": today + timedelta(days=490)}
        growth.make_cards(unit, by=by, **span)
    cards = list(GrowthCard.objects.of(unit).select_related("member").order_by("pk"))
    filled = cards[: max(3, len(cards) * 2 // 3)]
    for number, card in enumerate(filled):
        _fill_in(card, chance, steps=chance.randint(2, len(STEPS)))
        if number % 2 == 0:
            wall.give_consent(card)
    for back in (2, 1):
        wall.post_wall(unit, month=months_before(today.replace(day=1), back), by=by)
    _vote(unit, filled, chance, by=by)


def _fill_in(card: GrowthCard, chance: random.Random, *, steps: int) -> None:
    partner = growth.add_part(GrowthSupporter(card=card, kind="partner", name="陈师傅", role="业务骨干"))
    fan = growth.add_part(GrowthSupporter(card=card, kind="fan", name="林书记", role="团支部书记"))
    with days_from_now(-230):
        goals = [
            growth.add_part(GrowthGoal(card=card, text=text, measure=measure, due_on=card.ends_on))
            for text, measure in chance.sample(GOALS, 3)
        ]
    for number, (percent, text) in enumerate(STEPS[:steps]):
        with days_from_now(-220 + number * 50):
            percent += chance.randint(0, 6)
            point = growth.add_part(GrowthPoint(card=card, percent=percent, text=text))
            growth.add_part(Quote(card=card, text=QUOTES[(card.pk + number) % len(QUOTES)]))
            if number % 2:
                growth.comment(partner, text=chance.choice(ADVICE), point=point)
            else:
                growth.comment(fan, text=chance.choice(SUPPORT), point=point)
    if steps == len(STEPS):
        growth.mark_goal(goals[0], done=True)


def _vote(unit: Unit, cards: list[GrowthCard], chance: random.Random, *, by) -> None:
    with days_from_now(-40):
        vote, codes = votes.start(
            unit, title="上一阶段评估", closes_on=clock.today() + timedelta(days=7), cards=cards, by=by
        )
        for code in codes[:-1]:
            grades = {card.pk: chance.choice(("excellent", "good", "good", "fair")) for card in cards}
            votes.cast(code, grades=grades)
    with days_from_now(-33):
        votes.finish(vote, by=by)
