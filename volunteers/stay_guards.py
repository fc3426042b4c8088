"""Guards of nights at a 青年驿站."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date


@guard(no_clause="nobody arrives before the first night that was booked")
def night_has_come(stay) -> Finding:
    ok = clock.today() >= stay.first_night
    return Finding(ok=ok, text=f"入住日期为{chinese_date(stay.first_night)}", required="入住当日起办理")


@guard(no_clause="the guest may come until the first night is over")
def first_night_over(stay) -> Finding:
    ok = clock.today() > stay.first_night
    return Finding(ok=ok, text="首晚过后仍未到店的，才登记未到店", measured=chinese_date(stay.first_night))
