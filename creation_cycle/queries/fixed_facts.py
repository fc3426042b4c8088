"""Facts of a unit that somebody else has judged by, and that its captain therefore cannot change alone."""

from creation_cycle.enums import CandidacyState as S
from units.models import Unit

JUDGED = {
    "name": "申报已提交，名称以提交时为准；确需更名请联系受理的团组织。",
    "region": "申报已提交，所在区划以提交时为准；确需变更请联系受理的团组织。",
    "committee": "申报已提交，隶属团组织以提交时为准；确需变更请联系受理的团组织。",
}
NAMED = {"name": "本集体持有有效称号，更名须由认定机构办理。"}


def fixed_facts(unit: Unit) -> dict[str, str]:
    """Field → why it stands: a candidacy under judgement fixes three facts, a title in force the name."""
    judged = unit.candidacies.live().exclude(state__in=[S.DRAFT, S.RETURNED]).exists()
    named = unit.titles.in_force().exists()
    fixed = (NAMED if named else {}) | (JUDGED if judged else {})
    return {name: reason for name, reason in fixed.items() if getattr(unit, name)}
