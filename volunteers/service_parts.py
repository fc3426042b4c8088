"""What the chapters on events, hours, proofs, pacts and projects register when the app is ready."""


def register() -> None:
    """Permissions, consequences, answers to needs, hooks."""
    from core.context import register_nav
    from units.services import rosters
    from volunteers import contributions, project_permissions, service_permissions, service_tasks  # noqa: F401
    from volunteers.navigation import service_places
    from volunteers.services import attendance, hours, pacts, proofs, records, sign_ups, stations  # noqa: F401

    register_nav(service_places)
    rosters.when_pairing_ends(pacts.end_with_pairing)
    records.when_forgetting(proofs.forget_person)
