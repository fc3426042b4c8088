"""审核 of the live cycle: one list published with its letters, partly sent, and a second one being drawn up."""

from collections.abc import Sequence

from core.lifecycle import perform
from creation_cycle.models import Candidacy, Cycle
from demo.story import Cast, fresh
from reviews.models import FeedbackLetter, Selection
from reviews.services import selections

UNFIT = "经核实，青年比例在考核后低于规定"
LATER = "创建材料有待核实，留待下次审核"


def decide(met: Sequence[Candidacy], cycle: Cycle, cast: Cast) -> list[Candidacy]:
    """Of twelve: nine nominated, one refused, two held; the nominated ones as they are now."""
    officer = cast["officer"]
    selection = selections.open_selection(Selection(cycle=cycle, name="第一批审核"), by=officer)
    values = {selections.field_name(candidacy.pk, "verdict"): "nominate" for candidacy in met[:9]}
    for candidacy, verdict, reason in [
        (met[9], "reject", UNFIT),
        *((held, "hold", LATER) for held in met[10:]),
    ]:
        values[selections.field_name(candidacy.pk, "verdict")] = verdict
        values[selections.field_name(candidacy.pk, "reason")] = reason
    selections.keep_decisions(selection, by=officer, values=values)
    selections.publish(selection, by=officer, seen=_preview(selection))
    return [fresh(candidacy) for candidacy in met[:9]]


def send_letters(cycle: Cycle, cast: Cast) -> None:
    """Those of the nominated units are out, the others wait for a last look."""
    letters = FeedbackLetter.objects.filter(decision__selection__cycle=cycle, decision__verdict="nominate")
    for letter in letters:
        perform(letter, "send", by=cast["officer"])


def draw_up_next(cycle: Cycle, cast: Cast) -> None:
    """What was held lies on the table again."""
    selections.open_selection(Selection(cycle=cycle, name="第二批审核"), by=cast["officer"])


def _preview(selection: Selection) -> str:
    return selections.plan_digest(selections.ranked_rows(selection))
