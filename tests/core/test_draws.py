"""A draw is a permutation, always the same one for the same seed, and the published recipe gives it too."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import draws

NUMBERS = st.lists(st.text("0123456789-ABZ中", min_size=1, max_size=12), unique=True, max_size=40)


@given(st.text(max_size=70), NUMBERS)
def test_every_number_is_drawn_once_whatever_the_order_on_the_list(seed, numbers):
    drawn = draws.order(seed, numbers)
    assert sorted(drawn) == sorted(numbers)
    assert draws.order(seed, reversed(numbers)) == drawn


@given(st.text(max_size=70), NUMBERS.filter(len), st.text("xyz", min_size=1))
def test_nobody_changes_the_order_of_others_by_taking_part(seed, numbers, late):
    with_late = draws.order(seed, [*numbers, late])
    assert [number for number in with_late if number != late] == draws.order(seed, numbers)


def test_the_published_recipe_gives_the_same_order():
    """Written out once more as the public page shows it, without a word of ours."""
    secret, public_value = "5f" * 32, "0712"
    numbers = ["ZS-2026-0001", "ZS-2026-0002", "ZS-2026-0003", "ZS-2026-0004"]

    def digest(text):
        return sha256(text.encode()).hexdigest()

    seed = digest(secret + public_value)
    expected = sorted(numbers, key=lambda number: digest(seed + number))
    assert draws.order(draws.seed_of(secret, public_value), numbers) == expected
    assert expected == ["ZS-2026-0003", "ZS-2026-0001", "ZS-2026-0002", "ZS-2026-0004"]


def test_another_public_value_is_another_seed():
    secret = draws.new_secret()
    assert draws.seed_of(secret, "1") != draws.seed_of(secret, "2")
    assert len({draws.new_secret() for _ in range(5)}) == 5


def test_a_number_takes_part_once():
    with pytest.raises(ValueError, match="once"):
        draws.order("s", ["1", "1"])
