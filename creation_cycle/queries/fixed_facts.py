"""Facts of a unit that somebody else has judged by, and that its captain therefore cannot change alone."""

from creation_cycle.enums import CandidacyState as S
from units.models import Unit

JUDGED = ("name", "employer", "unit_type", "industry", "region", "committee", "league_branch")
"""Rules, recusals and the recommending body hang on these."""
JUDGED_WORDS = "申报已提交，以下不能填写的内容以提交时为准；确需变更请联系受理的团组织。"
NAMED = {"name": "本集体持有有效称号，更名须由认定机构办理。"}


def fixed_facts(unit: Unit) -> dict[str, str]:
    """Field → why it stands: a candidacy under judgement fixes what it was judged by, a title in force the name."""
    judged = unit.candidacies.live().exclude(state__in=[S.DRAFT, S.RETURNED]).exists()
    named = unit.titles.in_force().exists()
    fixed = (NAMED if named else {}) | (dict.fromkeys(JUDGED, JUDGED_WORDS) if judged else {})
    return {name: reason for name, reason in fixed.items() if getattr(unit, name)}
