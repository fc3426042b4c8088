"""公开抽签: announcing, and putting in order once the public value is known."""

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock, draws
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from core.text import chinese_date
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Draw, Round
from reviews.queries.pool import to_assess
from units.models import Post

LEAST = 2


@transaction.atomic
def announce(draw: Draw, *, by) -> Draw:
    """Freeze who takes part and publish the commitment; raises TransitionBlocked for what cannot be drawn."""
    if found := refusals(draw.round, draw.draws_on):
        raise TransitionBlocked(found)
    draw.entries = entries_of(draw.round)
    draw.secret = draws.new_secret()
    draw.commitment = draws.digest(draw.secret)
    draw.announced_at, draw.made_by = clock.now(), by
    draw.save()
    ledger.append_creation(draw, by=by)
    _tell_units(draw, f"请在{chinese_date(draw.draws_on)}之后查看顺序；参加的集体和核对办法已经公开。")
    return draw


def refusals(round_: Round, draws_on) -> list[Finding]:
    """The form asks before it saves."""
    found = []
    if draws_on <= clock.today():
        found.append(
            Finding(ok=False, text="抽签日期应在公告次日或以后，公开随机数才是公告时未知的", rule="draws_on")
        )
    if round_.state == RoundState.CLOSED:
        found.append(Finding(ok=False, text="本轮考核已结束，不能再公告抽签", rule="round"))
    elif len(entries_of(round_)) < LEAST:
        found.append(Finding(ok=False, text=f"已申请考核的集体不足 {LEAST} 个，无须抽签", rule="round"))
    return found


def earlier_of(round_pk) -> list[str]:
    """Titles of the draws that the round has already, held or announced."""
    if not round_pk:
        return []
    return list(Draw.objects.filter(round=round_pk).order_by("pk").values_list("title", flat=True))


def entries_of(round_: Round) -> list[dict]:
    """Whoever applied or is being assessed, by filing number."""
    rows = to_assess(round_).order_by("filing_number").values_list("filing_number", "unit__name")
    return [{"number": number, "unit": unit} for number, unit in rows]


@consequence("put_in_order")
def put_in_order(draw: Draw, *, by, **_) -> None:
    """The order follows from what was published: nobody chooses anything here."""
    names = {entry["number"]: entry["unit"] for entry in draw.entries}
    seed = draws.seed_of(draw.secret, draw.public_value)
    draw.order = [{"number": number, "unit": names[number]} for number in draws.order(seed, names)]
    draw.save(update_fields=["order"])
    _tell_units(draw, "抽签已经完成，请查看本集体的顺序。")


def _tell_units(draw: Draw, body: str) -> None:
    """Everybody who keeps the pages of a unit that takes part."""
    numbers = [entry["number"] for entry in draw.entries]
    units = Candidacy.objects.filter(cycle=draw.round.cycle_id, filing_number__in=numbers).values("unit")
    keepers = Post.objects.current().filter(unit__in=units).values("user")
    notify(
        User.objects.filter(pk__in=keepers, is_active=True),
        title=f"公开抽签：{draw.title}",
        body=body,
        url=reverse("honor_roll:draw", args=[draw.pk]),
    )
