"""Holds a page to WCAG with axe-core, as far as a program can."""

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")


def assert_accessible(page) -> None:
    """No serious or critical violation on the page as it stands now; names rule, element and advice."""
    violations = Axe().run(page).response["violations"]
    findings = [
        f"{violation['id']} ({violation['impact']}): {violation['help']} — {node['html'][:160]}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
    assert not findings, "\n".join(findings)
