from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"
    verbose_name = "对标创建"

    def ready(self):
        """Registers permissions, consequences and job kinds; they need the models."""
        from core import proofs
        from core.services.jobs import on_finished
        from units import places
        from units.services import rosters
        from workspace import permissions, tasks  # noqa: F401
        from workspace.documents import kinds
        from workspace.documents.forms.agreement import AGREEMENT
        from workspace.documents.forms.growth_card import GROWTH_CARD
        from workspace.proofs import open_proof
        from workspace.queries import counting
        from workspace.services import links, thumbnails, wall  # noqa: F401

        counting.register_all()
        on_finished(thumbnails.give_up)
        proofs.register(open_proof)
        rosters.when_leaving(wall.take_off)
        places.register("log", "创建日志", "workspace:log", order=10)
        places.register("report", "年度报告", "workspace:report", order=70)
        places.register("growth", "成长计划卡", "workspace:growth", order=30)
        places.register("duties", "创建任务", "workspace:duties", order=20)
        for form in (AGREEMENT, GROWTH_CARD):
            kinds.register(form)
        places.register("innovations", "五小创新", "workspace:innovations", order=40)
        places.register("care", "关爱", "workspace:care", order=50)
        places.register("links", "联创结对", "workspace:links", order=60)
