"""阶段评估 by anonymous vote (S4 二(一)): only totals are kept (docs/decisions/0017-anonymous-vote.md).

A ballot writes nothing of its own: it marks its slip as used and adds to totals that exist since the start. Both
tables are rewritten for the whole vote each time, so that the row versions a database keeps (PostgreSQL's xmin)
do not show which totals changed together with which slip.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When

from core import clock
from core.crypto import fingerprint
from core.services import ledger
from units.models import Unit
from workspace.enums import VoteGrade
from workspace.models import GrowthCard, Vote, VoteTotal, VotingSlip

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people confuse on paper."""
CODE_LENGTH = 10
UNKNOWN = "票码不正确，或者这次阶段评估已经结束。请对照选票逐位核对。"
USED = "票码已使用。每张选票只能投一次。"
EMPTY = "请至少评价一张计划卡。"
OVER = "这次阶段评估已过截止日期，不再接受投票。"


@transaction.atomic
def start(
    unit: Unit, *, title: str, closes_on: date, cards: Iterable[GrowthCard], by
) -> tuple[Vote, list[str]]:
    """Open a vote about `cards`; returns the codes of its slips, one for each member, which exist nowhere else.

    Raises ValidationError while another vote of the unit is open.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    close_due(clock.today(), unit=unit)
    voters = unit.members.on(clock.today()).count()
    vote = Vote(unit=unit, title=title, closes_on=closes_on, voters=voters, created_by=by)
    vote.validate_constraints()
    vote.save()
    totals = [VoteTotal(vote=vote, card=card, grade=grade) for card in cards for grade in VoteGrade]
    VoteTotal.objects.bulk_create(totals)
    codes = _new_codes(voters)
    digests = sorted(digest(code) for code in codes)  # the order of the rows says nothing about the paper
    VotingSlip.objects.bulk_create(VotingSlip(vote=vote, code_digest=one) for one in digests)
    _note(unit, by, f"发起“{title}”，选票 {voters} 张")
    return vote, codes


def digest(code: str) -> str:
    """What is stored of a code: keyed, so that a copy of the database cannot be tried against."""
    plain = unicodedata.normalize("NFKC", code)
    typed = "".join(character for character in plain.upper() if character.isalnum())
    return fingerprint(typed, context="workspace.votingslip")


def open_vote(code: str) -> Vote:
    """The vote that a slip admits to; raises ValidationError with what is wrong."""
    slip = VotingSlip.objects.select_related("vote__unit").filter(code_digest=digest(code)).first()
    if slip is None:
        raise ValidationError(UNKNOWN, code="unknown")
    if not slip.vote.is_open:
        raise ValidationError(OVER, code="over")
    if slip.is_used:
        raise ValidationError(USED, code="used")
    return slip.vote


@transaction.atomic
def cast(code: str, *, grades: Mapping[int, str]) -> None:
    """One ballot: a grade by card key, cards may be left out. Raises ValidationError like `open_vote`."""
    vote = Vote.objects.select_for_update(of=("self",)).filter(pk=open_vote(code).pk).first()
    if vote is None or not vote.is_open:
        raise ValidationError(OVER, code="over")
    given = [total.pk for total in vote.totals.all() if grades.get(total.card_id) == total.grade]
    if not given:
        raise ValidationError(EMPTY, code="empty")
    own = digest(code)
    if not vote.slips.filter(code_digest=own, is_used=False).exists():
        raise ValidationError(USED, code="used")
    vote.slips.update(is_used=Case(When(code_digest=own, then=Value(True)), default=F("is_used")))
    one_more = Case(When(pk__in=given, then=Value(1)), default=Value(0), output_field=IntegerField())
    vote.totals.update(count=F("count") + one_more)


@transaction.atomic
def finish(vote: Vote, *, by) -> Vote:
    """Count the slips that came back and destroy them; from now on the totals may be seen. Twice is once."""
    vote = _locked(vote)
    if vote.closed_at is None:
        vote.ballots = vote.slips.filter(is_used=True).count()
        vote.closed_at = clock.now()
        vote.save(update_fields=["ballots", "closed_at"])
        vote.slips.all().delete()
        _note(vote.unit, by, f"结束“{vote.title}”，收回 {vote.ballots} 张")
    return vote


@transaction.atomic
def discard(vote: Vote, *, by) -> None:
    """Cancel an open vote whose slips were lost, unseen; raises ValidationError when it is over."""
    vote = _locked(vote)
    if not vote.is_open:
        raise ValidationError("已经结束的阶段评估不能作废。")
    _note(vote.unit, by, f"作废“{vote.title}”，未公布票数")
    vote.delete()


def close_due(today: date, *, unit: Unit | None = None) -> int:
    """Finish the votes whose last day is over; safe to repeat."""
    due = Vote.objects.filter(closed_at__isnull=True, closes_on__lt=today)
    votes = list(due.filter(unit=unit) if unit else due)
    for vote in votes:
        finish(vote, by=None)
    return len(votes)


def _new_codes(count: int) -> list[str]:
    codes = set()
    while len(codes) < count:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))
    return sorted(codes)


def _locked(vote: Vote) -> Vote:
    """The unit first, as `start` does, then the vote: ballots wait or come too late."""
    Unit.objects.select_for_update(of=("self",)).get(pk=vote.unit_id)
    return Vote.objects.select_for_update(of=("self",)).select_related("unit").get(pk=vote.pk)


def _note(unit: Unit, by, what: str) -> None:
    ledger.append(unit, move="vote", label="阶段评估", by=by, note=what)
