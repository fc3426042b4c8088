"""The page behind `/verify/` for a 志愿服务记录证明: what it says, and what it is worth at this moment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from honor_roll.queries.verification import Verdict
from volunteers.event_enums import ProofState
from volunteers.models import Proof

VALID = Verdict("有效", "ok", "证明真实，由记录时长的组织出具，现在有效。")
REVOKED = Verdict("已撤销", "stop", "出具组织已撤销这份证明，不得继续使用。")


def proof_page(request: HttpRequest, number: str) -> HttpResponse:
    """The name is masked: whoever holds the paper reads it there. 404 for a number that was never given out."""
    proof = Proof.objects.public().filter(number=number).select_related("organisation__committee").first()
    if proof is None:
        return render(request, "honor_roll/verify_unknown.html", {"number": number}, status=404)
    verdict = REVOKED if proof.state == ProofState.REVOKED else VALID
    context = {"proof": proof, "verdict": verdict, "checked_at": clock.now()}
    return render(request, "honor_roll/verify_proof.html", context)
