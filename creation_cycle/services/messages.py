"""Telling a unit's keepers in their inbox what others decided about its candidacy."""

from accounts.models import User
from accounts.services.inbox import notify
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
    title = f"{candidacy.unit}：{WORDS[S(candidacy.state)]}"
    tell(candidacy, title=title, body=candidacy.reason, url=candidacy.get_absolute_url())


def tell(candidacy: Candidacy, *, title: str, url: str, body: str = "") -> None:
    """One message to everybody who keeps the unit's pages."""
    keepers = User.objects.filter(pk__in=Post.objects.current().filter(unit=candidacy.unit_id).values("user"))
    notify(keepers.filter(is_active=True), title=title, body=body, url=url)
