"""Telling a unit's keepers in their inbox what others decided about its candidacy."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from accounts.models import User
from accounts.services.inbox import notify, notify_each
from core.bulk_moves import consequence_for_all
from core.lifecycle import consequence
from creation_cycle.enums import CandidacyState as S
from creation_cycle.models import Candidacy
from units.models import Post

WORDS = {
    S.RETURNED: "备案申请已退回，请按意见修改后重新提交",
    S.FILED: "已备案，可以填写创建规划并启动创建",
    S.DECLINED: "未予备案",
    S.MET: "达标考核结果：达标",
    S.NOT_MET: "达标考核结果：未达标，可整改后再次申请",
    S.PUBLICISED: "已列入公示",
    S.CONTESTED: "公示期间收到异议，正在核查",
    S.CERTIFIED: "已认定为青年文明号，证书正在制发",
    S.REJECTED: "未予认定",
    S.LAPSED: "所在创建周期已结束，申报失效",
}


@consequence("tell_keepers")
def tell_keepers(candidacy: Candidacy, *, by, **_) -> None:
    """What became of the candidacy, with the reason where there is one."""
    tell(candidacy, title=_title(candidacy), body=candidacy.reason, url=candidacy.get_absolute_url())


@consequence_for_all("tell_keepers")
def tell_all_keepers(candidacies: Sequence[Candidacy]) -> None:
    """The same messages for many candidacies."""
    prefetch_related_objects(candidacies, "unit")
    units = [candidacy.unit_id for candidacy in candidacies]
    posts = Post.objects.current().filter(unit__in=units, user__is_active=True)
    keepers: dict[int, set[int]] = {}
    for unit, user in posts.values_list("unit", "user"):
        keepers.setdefault(unit, set()).add(user)
    notify_each(
        (keeper, _title(candidacy), candidacy.reason, candidacy.get_absolute_url())
        for candidacy in candidacies
        for keeper in sorted(keepers.get(candidacy.unit_id, ()))
    )


def tell(candidacy: Candidacy, *, title: str, url: str, body: str = "") -> None:
    """One message to everybody who keeps the unit's pages."""
    keepers = User.objects.filter(pk__in=Post.objects.current().filter(unit=candidacy.unit_id).values("user"))
    notify(keepers.filter(is_active=True), title=title, body=body, url=url)


def _title(candidacy: Candidacy) -> str:
    return f"{candidacy.unit}：{WORDS[S(candidacy.state)]}"
