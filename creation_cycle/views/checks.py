"""The live panel: every condition of the unit's next move with its arithmetic, and the move's button."""

from django.shortcuts import render
from django.urls import reverse
from django.views import View

from creation_cycle.models import Candidacy
from creation_cycle.queries.next_steps import main_step, remedy_places
from creation_cycle.services.application import DECLARATION
from creation_cycle.views.keeping import KeptCandidacy


def checks_context(candidacy: Candidacy, by) -> dict:
    """What `desk/checks.html` shows; `main` is None while the unit has nothing to hand on."""
    main = main_step(candidacy, by)
    findings = main.findings if main else []
    return {
        "candidacy": candidacy,
        "main": main,
        "met_rules": [finding for finding in findings if finding.ok and finding.rule],
        "others": [finding for finding in findings if not (finding.ok and finding.rule)],
        "passed": sum(finding.ok for finding in findings),
        "checked": len(findings),
        "move_url": reverse(f"creation_cycle:candidacy_{main.name}", args=[candidacy.pk]) if main else "",
        "remedy_places": remedy_places(candidacy),
        "declaration": DECLARATION if main and main.name == "apply" else "",
    }


class Checks(KeptCandidacy, View):
    """The panel alone, read again by htmx after each change on the page."""

    def get(self, request, pk):
        return render(request, "desk/checks.html", checks_context(self.candidacy, request.user))
