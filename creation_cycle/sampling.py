"""How many of each stratum a sample takes: in proportion, whole numbers, the same whoever computes it.

The sample has `percent` per cent of all, rounded up. Each stratum gets the whole part of its proportional share; the
places that are left go to the largest remainders, and among equal ones to the stratum whose name comes first. Small
strata may get none: with a share for everybody, a fine division would make a sample of everything.
"""

from collections.abc import Mapping

SHOWN = "各层先取比例的整数部分，余下名额依次给余数最大的层，余数相同时按层名排序在前的优先"
"""The same in words, for the public page."""


def sample_size(total: int, percent: int) -> int:
    """ceil(total · percent / 100)."""
    return -(-total * percent // 100)


def shares(sizes: Mapping[str, int], percent: int) -> dict[str, int]:
    """Places by stratum; they add up to `sample_size` of all, and no stratum gives more than it has."""
    total = sum(sizes.values())
    size = sample_size(total, percent)
    if not size:
        return dict.fromkeys(sizes, 0)
    whole = {name: number * size // total for name, number in sizes.items()}
    remainder = {name: number * size % total for name, number in sizes.items()}
    left = size - sum(whole.values())
    for name in sorted(sizes, key=lambda name: (-remainder[name], name))[:left]:
        whole[name] += 1
    return whole
