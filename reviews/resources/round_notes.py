"""说明: the last sheet of a round's export, so that a person can do every sum again with pencil and paper."""

from collections.abc import Iterator

from core.text import chinese_date
from creation_cycle.rule_book import plain
from reviews.aggregation import TRIMMED_FROM
from reviews.enums import Aggregation
from reviews.models import Round
from reviews.queries.leniency import EXPLANATION

NAME = "说明"
METHODS = {
    Aggregation.MEAN: "各份总分相加，除以份数。",
    Aggregation.MEDIAN: "各份总分由低到高排列，取正中一份；份数为双数时取正中两份的平均。",
    Aggregation.TRIMMED: (
        f"满 {TRIMMED_FROM} 份时去掉一个最高分和一个最低分，其余相加除以其余份数；"
        f"不满 {TRIMMED_FROM} 份时全部平均。"
    ),
}


def notes_of(round_: Round) -> Iterator[tuple[str, str]]:
    """Subject and sentence, line by line."""
    parts = "、".join(f"{part.get_kind_display()} {part.weight}%" for part in round_.parts.all())
    yield "考核轮次", str(round_)
    yield "考核时间", f"{chinese_date(round_.opens_on)}至{chinese_date(round_.closes_on)}"
    yield "考核方式", round_.get_mode_display() + (f"（{round_.third_party}）" if round_.third_party else "")
    yield "考核形式和权重", parts
    yield (
        "一、每份评分表的总分",
        "“逐项得分”中该评审人员的各项得分，与该集体各项系统数据的得分，分别乘以维度权重后相加，四舍五入到两位小数。",
    )
    yield "二、每种形式的得分", f"{METHODS[Aggregation(round_.aggregation)]}四舍五入到两位小数。"
    yield (
        "三、总分",
        "各形式得分乘以权重后相加，除以权重之和，四舍五入到两位小数；没有评分表的形式不计权重。再加测试加分。",
    )
    yield "四、测试加分", "用途为折算加分的测试：平均正确率乘以加分上限，四舍五入到两位小数。"
    yield (
        "五、达标线",
        plain(round_.pass_line) if round_.pass_line is not None else "按各集体所用创建标准的达标线",
    )
    yield "六、结论", "总分不低于达标线、没有已确认的一票否决、须合格的测试均已合格，为达标；否则为未达标。"
    yield "七、名次", "按总分由高到低；总分相同的名次相同。"
    yield "八、最大分差", "同一形式中最高与最低总分之差，取各形式中最大的一个。"
    yield "九、平均扣分", "扣分项所扣分数之和，除以评分表份数，四舍五入到两位小数。"
    yield "十、宽严和校准参考", _calibration(round_)


def _calibration(round_: Round) -> str:
    if not round_.is_calibrated:
        return "本轮不作校准。"
    return EXPLANATION
