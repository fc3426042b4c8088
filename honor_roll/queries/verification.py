"""What a certificate is worth today, in one word (DESIGN: 有效 / 已调整星级 / 警告 / 已撤销 …)."""

from dataclasses import dataclass

from creation_cycle.enums import CertificateState, TitleState
from creation_cycle.models import Certificate


@dataclass(frozen=True)
class Verdict:
    """`word` in its `tone`, and `meaning`: what it says to somebody who holds the paper."""

    word: str
    tone: str
    meaning: str


VALID = Verdict("有效", "ok", "证书真实，称号现在有效。")
WARNED = Verdict("警告", "wait", "证书真实，称号仍然保留，但集体已受到警告提醒。")
ADJUSTED = Verdict("已调整星级", "info", "证书真实，但不再是最新的：称号现在的星级与证书所载不同。")
REPLACED = Verdict("已换发", "idle", "本证书已由新证书代替，请以新证书为准。")
ENDED = Verdict("已终止", "idle", "证书曾经有效，称号已经终止。")
REVOKED = Verdict("已撤销", "stop", "称号或证书已被撤销，不得继续使用。")


def certificate_with(number: str) -> Certificate | None:
    """The certificate of this number with all that its page shows; None when it was never handed out."""
    return (
        Certificate.objects.public()
        .select_related("title__unit", "title__committee", "recognition__cycle")
        .filter(number=number)
        .first()
    )


def verdict_on(certificate: Certificate) -> Verdict:
    """The gravest thing that is so today decides the word; of a paper that was replaced, why it was."""
    title = certificate.title
    if title.state == TitleState.REVOKED or certificate.state == CertificateState.REVOKED:
        return REVOKED
    if title.state == TitleState.ENDED:
        return ENDED
    if certificate.state == CertificateState.REPLACED:
        return REPLACED if title.star == certificate.star else ADJUSTED
    if title.state == TitleState.WARNED:
        return WARNED
    return VALID if title.star == certificate.star else ADJUSTED
