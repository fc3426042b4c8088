"""抽检抽签: announcing which reviewed titles take part, and drawing once the public value is known."""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import QuerySet

from core import clock, draws
from core.bulk_moves import perform_all
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from creation_cycle import sampling
from creation_cycle.models import Recheck, RecheckDraw, RecheckYear
from creation_cycle.recheck_enums import RecheckState as S


def taking_part(plan: RecheckYear) -> QuerySet[Recheck]:
    """Reviewed rechecks of the year that no draw has covered yet."""
    return plan.rechecks.filter(state=S.REVIEWED, draw__isnull=True)


def refusals(plan: RecheckYear, draws_on) -> list[Finding]:
    """The form asks before it saves; each names its field."""
    found = []
    if draws_on <= clock.today():
        text = "抽取日期应在公告次日或以后，公开随机数才是公告时未知的"
        found.append(Finding(ok=False, text=text, rule="draws_on"))
    if plan.draws.filter(state="announced").exists():
        found.append(Finding(ok=False, text="本年度已有一次公告后尚未抽取的抽签", rule="plan"))
    elif not taking_part(plan).exists():
        text = "没有已初评而尚未参加抽取的集体，请在初评之后公告"
        found.append(Finding(ok=False, text=text, rule="plan"))
    return found


@transaction.atomic
def announce(draw: RecheckDraw, *, by) -> RecheckDraw:
    """Freeze who takes part and publish the commitment; raises TransitionBlocked for what cannot be drawn.

    The rechecks are locked: whoever is being settled meanwhile either is not on the list or waits for the draw.
    """
    RecheckYear.objects.select_for_update().get(pk=draw.plan_id)
    rows = list(
        taking_part(draw.plan)
        .select_for_update(of=("self",))
        .select_related("title__unit__region", "title__unit__industry")
        .order_by("pk")
    )
    if found := refusals(draw.plan, draw.draws_on):
        raise TransitionBlocked(found)
    draw.entries = [
        {"number": row.number, "unit": str(row.unit), "stratum": stratum_of(row, draw.plan)} for row in rows
    ]
    draw.shares = sampling.shares(Counter(entry["stratum"] for entry in draw.entries), draw.percent)
    draw.secret = draws.new_secret()
    draw.commitment = draws.digest(draw.secret)
    draw.announced_at, draw.made_by = clock.now(), by
    draw.save()
    ledger.append_creation(draw, by=by)
    Recheck.objects.filter(pk__in=[row.pk for row in rows]).update(draw=draw)
    return draw


def stratum_of(recheck: Recheck, plan: RecheckYear) -> str:
    """Region and trade, as far as the year's arrangement asks for them."""
    unit = recheck.unit
    parts = []
    if plan.by_region:
        parts.append(unit.region.name)
    if plan.by_industry:
        parts.append(unit.industry.name if unit.industry else "未填行业")
    return " · ".join(parts) or "全部"


def drawn_of(draw: RecheckDraw) -> list[dict]:
    """The drawn entries, stratum by stratum: the first ones of each stratum's drawn order."""
    seed = draws.seed_of(draw.secret, draw.public_value)
    strata: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in draw.entries:
        strata[entry["stratum"]][entry["number"]] = entry["unit"]
    return [
        {"number": number, "unit": strata[stratum][number], "stratum": stratum, "place": place}
        for stratum in sorted(strata)
        for place, number in enumerate(draws.order(seed, strata[stratum])[: draw.shares[stratum]], start=1)
    ]


@consequence("draw_sample")
def draw_sample(draw: RecheckDraw, *, by, **_) -> None:
    """Who is looked at follows from what was published: nobody chooses anything here."""
    draw.order = drawn_of(draw)
    draw.save(update_fields=["order"])
    numbers = {entry["number"] for entry in draw.order}
    rows = draw.rechecks.filter(state=S.REVIEWED)
    drawn = [row.pk for row in rows.only("pk", "year") if row.number in numbers]
    perform_all(Recheck.objects.filter(pk__in=drawn), "sample", note=f"公开抽签：{draw.title}")
