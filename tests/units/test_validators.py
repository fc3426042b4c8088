"""Members are of an age to work; mistyped years would shift the youth share."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from units.validators import validate_working_age


@pytest.mark.parametrize("born", [date(2010, 11, 23), date(1926, 11, 23), date(1990, 5, 1), date(2999, 1, 1)])
@time_machine.travel("2026-11-23T12:00:00+08:00", tick=False)
def test_working_ages_pass(born):
    """A birth date in the future is another validator's refusal."""
    validate_working_age(born)


@pytest.mark.parametrize(
    ("born", "age"), [(date(2010, 11, 24), 15), (date(2024, 1, 1), 2), (date(1925, 11, 23), 101)]
)
@time_machine.travel("2026-11-23T12:00:00+08:00", tick=False)
def test_other_ages_are_named(born, age):
    with pytest.raises(ValidationError, match=f"{age} 周岁"):
        validate_working_age(born)
