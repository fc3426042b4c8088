from django.apps import AppConfig


class CreationCycleConfig(AppConfig):
    name = "creation_cycle"
    verbose_name = "创建周期"

    def ready(self):
        """Registers permissions, consequences, job kinds, readiness and the desk's place; they need the models."""
        from core.context import register_nav
        from creation_cycle import permissions, readiness, tasks  # noqa: F401
        from creation_cycle.documents import CANDIDACY_FORMS
        from creation_cycle.queries import desk, desk_notes, rechecks, standings
        from creation_cycle.queries.credit import units_to_ask_about
        from creation_cycle.queries.self_assessments import citations, due_notes
        from creation_cycle.queries.volunteer_service import service_of
        from creation_cycle.services import (  # noqa: F401
            adjustment_effects,
            adjustment_messages,
            credit,
            cycles,
            filing,
            legacy_imports,
            messages,
            notices,
            objections,
            recheck_calendar,
            recheck_draws,
            self_assessments,
            standards,
            titles,
        )
        from credit import batch_sources, service_records
        from units import places as units_places
        from workspace import counters, evidence, periods
        from workspace.documents import kinds
        from workspace.services import reminders

        register_nav(desk.desk_places)
        desk_notes.notes_desk(due_notes)
        units_places.register("unit", "集体信息", "creation_cycle:unit", order=0)
        units_places.register("candidacy", "创建申报", "creation_cycle:unit_candidacy", order=5)
        units_places.register("recheck", "年度复核", "creation_cycle:unit_rechecks", order=80)
        units_places.register("honours", "证书与牌匾", "creation_cycle:honours", order=80)
        units_places.register("roster", "花名册", "creation_cycle:roster", order=90)
        periods.register_standings(units=standings.unit_standings, committees=standings.committee_standings)
        evidence.register(citations)
        evidence.register(rechecks.citations)
        desk_notes.notes_desk(rechecks.rechecks_waiting)
        counters.register(standings.SELF_ASSESSMENTS)
        reminders.register_units(standings.units_with_duties)
        service_records.register(service_of)
        batch_sources.register("units", "达到考核标准、尚未认定的集体", units_to_ask_about)
        for form in CANDIDACY_FORMS:
            kinds.register(form)
