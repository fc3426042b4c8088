"""创评比例 2:1: how many of the filed units may be recognised at most (S3 三(二)5; domain.md §2.4).

The base is every candidacy of the cycle that ever got a filing number. Applications are taken inside the filing
window only, so from its close on the base does not grow by anything but what was handed in by then; and it never
shrinks, because a number stays with a unit that gave up later.
"""

from dataclasses import dataclass
from decimal import Decimal

RULE = "filed_per_recognised"


@dataclass(frozen=True)
class Cap:
    """`per_recognised` filed units for each recognition; None where the rules set no ratio."""

    filed: int
    per_recognised: Decimal | None
    used: int = 0

    @property
    def most(self) -> int | None:
        """The most recognitions, rounded down; None without a ratio."""
        return int(self.filed // self.per_recognised) if self.per_recognised else None

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(self.most - self.used, 0)

    def __str__(self) -> str:
        if self.most is None:
            return "本周期未限制创评比例"
        ratio = f"{self.per_recognised.normalize():f}:1"
        return f"已备案 {self.filed} 个，按 {ratio} 最多认定 {self.most} 个，已拟认定 {self.used} 个"


def ratio_of(cycle) -> Decimal | None:
    """Filed units for each recognition by the cycle's own rules."""
    setting = cycle.setting(RULE)
    return setting.limit or None if setting else None


def cap_of(cycle, *, leaving_out=None) -> Cap:
    """Of the whole cycle; `leaving_out` is a candidacy whose own place is asked about."""
    used = cycle.candidacies.proposed()
    if leaving_out is not None:
        used = used.exclude(pk=leaving_out.pk)
    ratio = ratio_of(cycle)
    return Cap(cycle.candidacies.filed().count(), ratio, used.count()) if ratio else Cap(0, None)
