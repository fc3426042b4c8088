"""What holds of every single assignment in 交叉互评, however it is made (domain.md §6)."""

from django.db.models import QuerySet

from reviews.enums import FormKind
from reviews.models import Assignment
from reviews.pairing import MOST
from reviews.queries.pool import TO_ASSESS
from units.enums import UnitRole
from units.models import Post, Unit


def same_body(one: Unit, other: Unit) -> str:
    """Why both count as one house, in a word; "" when they do not.

    The legal entity (所属单位, by name or by credit code) and the league branch. The recommending body is not meant:
    all units of a street share it, and 同区划 could pair nobody.
    """
    if one.employer_id and one.employer_id == other.employer_id:
        return "属同一单位"
    codes = [unit.employer.credit_code for unit in (one, other) if unit.employer]
    if len(codes) == 2 and codes[0] and codes[0] == codes[1]:
        return "属同一单位"
    if one.league_branch and one.league_branch == other.league_branch:
        return "属同一团支部"
    return ""


def captains() -> QuerySet[Post]:
    """Whoever speaks for a unit today, by an account that is not closed."""
    return Post.objects.current().filter(role=UnitRole.CAPTAIN, user__is_active=True)


def cross_refusals(assignment: Assignment) -> list[str]:
    """Why this assignment, not yet written, breaks a rule of 交叉互评; whether it is one at all included."""
    judge = assignment.on_behalf_of
    if assignment.part.kind != FormKind.CROSS:
        return ["只有交叉互评由其他集体评审"] if judge else []
    if judge is None:
        return ["交叉互评由系统配对，请在考核轮次页面点“交叉互评配对”"]
    return [*_of_judge(assignment, judge), *_of_pair(assignment, judge)]


def _of_judge(assignment: Assignment, judge: Unit) -> list[str]:
    found = []
    if not captains().filter(unit=judge, user=assignment.reviewer).exists():
        found.append(f"{assignment.reviewer}不是“{judge}”的现任号长")
    if not judge.candidacies.filter(cycle=assignment.round.cycle_id, state__in=TO_ASSESS).exists():
        found.append(f"“{judge}”不在待考核之列")
    if Assignment.objects.standing().filter(part=assignment.part, on_behalf_of=judge).count() >= MOST:
        found.append(f"“{judge}”已评审 {MOST} 个集体")
    return found


def _of_pair(assignment: Assignment, judge: Unit) -> list[str]:
    standing = Assignment.objects.standing().filter(part=assignment.part)
    unit = assignment.candidacy.unit
    found = []
    if house := same_body(judge, unit):
        found.append(f"“{judge}”与该集体{house}")
    if standing.filter(candidacy__unit=judge, on_behalf_of=unit).exists():
        found.append(f"“{judge}”由该集体评审，不能相互评价")
    if standing.filter(candidacy=assignment.candidacy).exists():
        found.append("该集体已有其他集体评审")
    return found
