"""Units that met the standard, with the points that a test gives them, and a selection to decide about them."""

from decimal import Decimal

from core import clock
from core.lifecycle import perform
from creation_cycle.models import Candidacy, RuleSetting
from reviews.models import Decision, FeedbackLetter, RoundResult, Selection
from reviews.queries.selection import Overview
from reviews.services import selections
from tests import factories as make
from tests.journey import Journey


class SelectionWorld(Journey):
    def met(self, *scores, **unit_values) -> list[Candidacy]:
        """One unit for each score; the last round's result is set to it."""
        units = [make.make_unit(self.county, **unit_values) for _ in scores]
        found = [self.candidacy("assessing", unit=unit, captain=make.make_captain(unit)) for unit in units]
        for candidacy in found:
            self.score(candidacy)
        perform(self.round, "close", by=self.officer)
        self.round = None
        for candidacy, score in zip(found, scores, strict=True):
            RoundResult.objects.filter(candidacy=candidacy).update(mean=Decimal(score))
        return [Candidacy.objects.get(pk=candidacy.pk) for candidacy in found]

    def ratio(self, limit: int = 2) -> None:
        RuleSetting.objects.create(
            rule_set=self.rule_set, rule="filed_per_recognised", limit=limit, clause="中山市实施意见 三(二)5"
        )

    def select(self, **values) -> Selection:
        return selections.open_selection(Selection(cycle=self.cycle, **values), by=self.officer)

    def decide(self, selection, candidacy, verdict="", *, by=None, **values) -> None:
        given = {"verdict": verdict, **values}
        named = {selections.field_name(candidacy.pk, name): value for name, value in given.items()}
        selections.keep_decisions(selection, by=by or self.officer, values=named)

    def publish(self, selection, by=None) -> Selection:
        fresh = Selection.objects.get(pk=selection.pk)
        seen = selections.plan_digest(Overview(fresh).rows)
        return selections.publish(fresh, by=by or self.officer, seen=seen)


def make_selection(cycle, by, *, published_at=None) -> Selection:
    state = "published" if published_at else "draft"
    return Selection.objects.create(cycle=cycle, made_by=by, state=state, published_at=published_at)


def make_letter(selection, candidacy, *, sent_by=None) -> FeedbackLetter:
    """Drafted, or with `sent_by` sent."""
    decision = Decision.objects.create(
        selection=selection, candidacy=candidacy, verdict="hold", place=1, score=90, deducted=0, star=0
    )
    sent = {"state": "sent", "sent_by": sent_by, "sent_at": clock.now()} if sent_by else {}
    return FeedbackLetter.objects.create(decision=decision, text="正文", **sent)


def said(blocked) -> list[str]:
    return [finding.text for finding in blocked.value.findings]


def states(*candidacies) -> list[str]:
    return [Candidacy.objects.get(pk=candidacy.pk).state for candidacy in candidacies]
