"""What a certificate is worth today, in one word with date and reason; and whether a file is the one we issued."""

import hashlib
from dataclasses import dataclass
from datetime import date

from core.validators import normalise_code
from creation_cycle.certificates import inspection
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
ENDED = Verdict("已到期", "idle", "证书曾经有效，称号现已终止，不再有效。")
REVOKED = Verdict("已撤销", "stop", "集体的这一称号已被撤销，证书随之作废，不得继续使用。")
PAPER_REVOKED = Verdict("已撤销", "stop", "这张证书已被撤销，不得继续使用。称号本身的状态见下。")


@dataclass(frozen=True)
class Standing:
    """A verdict with the reason and the day of what led to it, and the paper that holds now, if it is another one."""

    verdict: Verdict
    reason: str
    since: date | None
    successor: Certificate | None


@dataclass(frozen=True)
class FileCheck:
    """What an uploaded file turned out to be; `certificate` is the one that it is or claims to be."""

    tone: str
    sentence: str
    signature: str
    certificate: Certificate | None = None


SIGNATURES = {
    inspection.NONE: "文件没有数字签名。",
    inspection.BROKEN: "文件的数字签名无效：签名之后内容被改动过。",
    inspection.INTACT: "文件的数字签名完整，但签名者不是本平台。",
}
OWN_SIGNATURE = "文件的数字签名完整，由本平台签名。"


def certificate_with(number: str) -> Certificate | None:
    """The certificate of this number with all that its page shows; None when it was never handed out."""
    return _shown().filter(number=number).first()


def present_number(past_number: str) -> str | None:
    """Our number of the certificate whose paper carries `past_number`, as it was printed before this portal."""
    key = normalise_code(past_number)
    papers = Certificate.objects.public().filter(recognition__past_number_key=key) if key else None
    found = papers and papers.order_by("-pk").values_list("number", flat=True).first()
    return found or None


def verdict_on(certificate: Certificate) -> Verdict:
    """The gravest thing that is so today decides the word; of a paper that was replaced, why it was."""
    title = certificate.title
    if title.state == TitleState.REVOKED:
        return REVOKED
    if certificate.state == CertificateState.REVOKED:
        return PAPER_REVOKED
    if title.state == TitleState.ENDED:
        return ENDED
    if certificate.state == CertificateState.REPLACED:
        return REPLACED if title.star == certificate.star else ADJUSTED
    if title.state == TitleState.WARNED:
        return WARNED
    return VALID if title.star == certificate.star else ADJUSTED


def standing_of(certificate: Certificate) -> Standing:
    """The verdict, why and since when: by the paper's own end where it has one, else by the title's last change."""
    title, verdict = certificate.title, verdict_on(certificate)
    of_title = title.state != TitleState.IN_FORCE and verdict in (REVOKED, ENDED, WARNED)
    source = title if of_title or not certificate.state_reason else certificate
    return Standing(verdict, source.state_reason, source.state_changed_on, _successor_of(certificate))


def check_file(pdf: bytes) -> FileCheck:
    """Compare a file with the register: byte by byte first, then by what it claims to be."""
    issued = _shown().filter(file_hash=hashlib.sha256(pdf).hexdigest()).first()
    if issued:
        signed = OWN_SIGNATURE if issued.signer else SIGNATURES[inspection.NONE]
        return FileCheck("ok", "这份文件与本平台登记的一致，没有改动。", signed, issued)
    claims = inspection.look_into(pdf)
    if claims is None:
        return FileCheck("stop", "这份文件不能作为 PDF 打开，不是本平台制发的证书。", "")
    signature = _signature_words(claims)
    certificate = certificate_with(claims.number) if claims.number else None
    if certificate is None:
        return FileCheck("stop", "这份文件不是本平台制发的证书。", signature)
    sentence = (
        "这份文件与本平台登记的不一致：它自称是下面这张证书，但内容已被改动，或者不是原件，不能作为证明。"
    )
    if certificate.is_registered_only:
        sentence = "本平台没有制发过这张证书的电子文件，这份文件不能作为证明。"
    return FileCheck("stop", sentence, signature, certificate)


def _signature_words(claims: inspection.Claims) -> str:
    ours = claims.signer and Certificate.objects.filter(signer=claims.signer).exists()
    if claims.signature == inspection.INTACT and ours:
        return OWN_SIGNATURE
    return SIGNATURES[claims.signature]


def _shown():
    return Certificate.objects.public().select_related(
        "title__unit", "title__committee", "recognition__cycle"
    )


def _successor_of(certificate: Certificate) -> Certificate | None:
    """The paper of the same title that is in force now, once it has been handed out."""
    issued = Certificate.objects.filter(title=certificate.title, state=CertificateState.ISSUED)
    return issued.exclude(pk=certificate.pk).filter(pk__gt=certificate.pk).order_by("-pk").first()
