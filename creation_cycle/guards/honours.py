"""Guards of certificates and plaques: they prove a title that stands, and no more than it says."""

from django.db.models import Q

from core.lifecycle import Finding, guard
from creation_cycle.enums import CertificateState
from units.queries.conflicts import conflicts_of

STANDING = ("in_force", "warned")
CURRENT = CertificateState.current()


@guard(no_clause="a certificate proves a title that stands")
def title_in_force(certificate) -> Finding:
    title = certificate.title
    return Finding(ok=title.state in STANDING, text=f"称号{title.get_state_display()}")


@guard(no_clause="a plaque is the sign of a title that stands")
def plaque_title_in_force(plaque) -> Finding:
    title = plaque.title
    return Finding(ok=title.state in STANDING, text=f"称号{title.get_state_display()}")


@guard(no_clause="a past title's paper is of the body that printed it (docs/decisions/0007-past-titles.md)")
def drawn_here(certificate) -> Finding:
    registered = certificate.is_registered_only
    text = "往届登记的证书不由本平台制发，请向当时的颁发机构申请补发" if registered else "本平台制发的证书"
    return Finding(ok=not registered, text=text, who="当时的颁发机构" if registered else "")


@guard(no_clause="one number stands for a title, no more (docs/decisions/0026-certificates-for-ever.md)")
def newest_and_alone(certificate) -> Finding:
    """Only a title's latest paper is given again, and only while no other stands for the title or is on its way."""
    in_force = Q(state__in=CURRENT, is_registered_only=certificate.is_registered_only)
    papers = certificate.title.certificates.filter(Q(pk__gt=certificate.pk) | in_force)
    other = papers.order_by("-pk").first()
    text = (
        f"这个称号另有较新的证书 {other.number}（{other.get_state_display()}）"
        if other
        else "没有其他有效证书"
    )
    return Finding(ok=other is None, text=text)


@guard(no_clause="回避: nobody decides in their own cause")
def honour_not_own_unit(honour, by) -> list[Finding]:
    """Whoever is tied to the unit neither issues nor revokes what it holds."""
    if by is None:
        return []
    ties = conflicts_of(by, honour.title.unit)
    return [Finding(ok=False, text=f"须回避：{reason}", who="其他经办人") for reason in ties]


@guard(no_clause="a photo shows that the plaque hangs where the public sees it")
def photo_there(plaque) -> Finding:
    there = bool(plaque.photo)
    return Finding(
        ok=there, text="已上传挂牌照片" if there else "请先上传挂牌照片", who="" if there else "号长"
    )
