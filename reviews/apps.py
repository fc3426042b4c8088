from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "考核评审"

    def ready(self):
        """Registers permissions, guards that answer for lower moves, consequences and the place to work."""
        from core.context import register_nav
        from creation_cycle import recheck_looks, rectifying
        from creation_cycle.queries.desk_notes import notes_desk
        from reviews import adjustment_grounds, contributions, permissions, selection_conditions  # noqa: F401
        from reviews.documents import RECTIFICATION
        from reviews.navigation import lead_places, review_places
        from reviews.queries.complaints import cited_in_statements, waiting_complaints
        from reviews.queries.draws import draws_waiting
        from reviews.queries.inspections import inspection_of
        from reviews.queries.quizzes import quizzes_waiting
        from reviews.queries.reading import units_to_assess
        from reviews.queries.rectifications import citations, waiting_notices
        from reviews.services import (  # noqa: F401
            adjustment_rectifications,
            complaint_messages,
            dossiers,
            draws,
            inspections,
            letters,
            rectifications,
            rounds,
            selections,
            vetoes,
        )
        from workspace import evidence, readers
        from workspace.documents import kinds

        adjustment_grounds.register()
        rectifying.register(adjustment_rectifications.issue, adjustment_rectifications.withdraw)
        recheck_looks.register(inspection_of)
        register_nav(review_places)
        register_nav(lead_places)
        notes_desk(waiting_notices)
        notes_desk(waiting_complaints)
        notes_desk(draws_waiting)
        notes_desk(quizzes_waiting)
        evidence.register(citations)
        evidence.register(cited_in_statements)
        readers.register(units_to_assess)
        kinds.register(RECTIFICATION)
