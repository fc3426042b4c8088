"""考核结果 on the pages of rounds and candidacies."""

from unfold.decorators import display

from core.admin import ScopedInline
from core.templatetags.portal import badge
from creation_cycle.admin.candidacies import CandidacyAdmin
from reviews.admin.rounds import RoundAdmin
from reviews.models import RoundResult


@RoundAdmin.contributes
class ResultInline(ScopedInline):
    order = 10
    model = RoundResult
    fields = readonly_fields = ["candidacy", "sheets", "mean", "pass_line", "verdict"]
    verbose_name_plural = "考核结果"

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "candidacy__cycle", "round")

    @display(description="结论")
    def verdict(self, result):
        if result.veto:
            return badge(f"一票否决：{result.veto}", "stop")
        if result.failed_gate:
            return badge(f"未通过测试：{result.failed_gate}", "stop")
        return badge("达标", "ok") if result.is_met else badge("未达标", "stop")


@CandidacyAdmin.contributes
class CandidacyResultInline(ResultInline):
    """The same results on the candidacy's page, by round."""

    fields = readonly_fields = ["round", "sheets", "mean", "pass_line", "verdict"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "round__cycle")
