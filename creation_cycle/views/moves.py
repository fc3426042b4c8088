"""The unit's own moves; each has its address, so that nothing posted can name another one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked, perform, step
from creation_cycle.services.application import apply_for_assessment
from creation_cycle.views.keeping import KeptCandidacy

DONE = {
    "submit": "备案已提交，等待推荐团组织审核",
    "begin": "已启动对标创建",
    "apply": "已申请达标考核",
    "withdraw": "申报已撤回",
}


class CandidacyMove(KeptCandidacy, View):
    """POST one transition; `move` is fixed by the URLconf, never read from the request.

    GET comes from signing in again after the session had ended: nothing was done, and the page says so.
    """

    http_method_names = ["get", "post"]
    move: str = ""

    def get(self, request, pk):
        messages.warning(request, "登录已过期，刚才这一步没有办理，请再点一次。")
        return redirect(self.candidacy)

    def post(self, request, pk):
        try:
            self.carry_out()
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, DONE[self.move])
        return redirect(self.candidacy)

    def carry_out(self) -> None:
        perform(self.candidacy, self.move, by=self.request.user)


class Apply(CandidacyMove):
    """With the declaration that stands beside the button."""

    move = "apply"

    def carry_out(self) -> None:
        apply_for_assessment(self.candidacy, by=self.request.user)


class Withdraw(CandidacyMove):
    """Giving up cannot be undone: GET says what will happen, POST does it."""

    move = "withdraw"

    def get(self, request, pk):
        withdrawal = step(self.candidacy, self.move, request.user)
        if withdrawal is None:
            messages.error(request, f"当前状态为“{self.candidacy.get_state_display()}”，不能撤回")
            return redirect(self.candidacy)
        if not withdrawal.permitted:
            raise PermissionDenied
        context = {
            "title": "撤回申报",
            "text": f"将撤回“{self.candidacy.unit}”在{self.candidacy.cycle}的申报，不再参加本周期的考核和认定。",
            "action_label": "撤回申报",
            "cancel_url": self.candidacy.get_absolute_url(),
            "danger": True,
        }
        return render(request, "components/confirm.html", context)
