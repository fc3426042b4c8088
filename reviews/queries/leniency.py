"""How harsh or lenient a round's reviewers are beside those who saw the same units, in figures and in words."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from accounts.models import User
from reviews.aggregation import CAUTION, biases
from reviews.models import Round, RoundPart
from reviews.queries.figures import totals_of_part

NOTICEABLE = Decimal(5)
"""So many points of bias are pointed out to the moderator; nothing follows from them."""
EXPLANATION = (
    "宽严（＋偏宽、－偏严）：把每位评审人员的总分，与评过同样集体的其他评审人员相比，用最小二乘法求出平均偏高或偏低的分数；"
    f"评得少说明不了问题，因此每人另按 {CAUTION} 份没有偏差的评分表折算，结果向 0 收窄；只有一人评过的集体不参与。"
    "校准后总分＝总分－宽严（不低于 0，不高于满分），再按同样的方法汇总为校准参考。"
    "校准参考只供合议时参考，不影响得分、名次和结论。"
)


class Leniency(NamedTuple):
    """One reviewer in one form: `bias` points above (+) or below (−) their colleagues over `sheets` sheets."""

    part: RoundPart
    reviewer: User
    sheets: int
    mean: Decimal
    bias: Decimal

    @property
    def is_noticeable(self) -> bool:
        return abs(self.bias) >= NOTICEABLE


def leniencies_of(round_: Round) -> list[Leniency]:
    """Everybody who shares units with somebody, the furthest from their colleagues first."""
    found = [row for part in round_.parts.all() for row in _of_part(round_, part)]
    return sorted(found, key=lambda row: abs(row.bias), reverse=True)


def _of_part(round_: Round, part: RoundPart) -> Iterable[Leniency]:
    totals = totals_of_part(round_, part)
    bias = biases(totals)
    people = User.objects.in_bulk(list(bias))
    for reviewer, points in bias.items():
        own = [total.points for total in totals if total.reviewer == reviewer]
        yield Leniency(part, people[reviewer], len(own), sum(own) / len(own), points)
