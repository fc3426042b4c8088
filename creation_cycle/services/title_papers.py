"""Certificate and plaque follow a title: taken back when it is revoked, given back when that was wrong."""

from creation_cycle.models import Title
from creation_cycle.services import certificates


def take_back(title: Title, *, reason: str, by) -> None:
    """The certificates say 已撤销 from this moment, the plaque is called back."""
    if hasattr(certificates, "revoke_for"):
        certificates.revoke_for(title, reason=reason, by=by)


def give_back(title: Title, *, reason: str, by) -> None:
    """A new certificate for the title as it stands; the revoked number stays revoked."""
    if hasattr(certificates, "revoke_for"):
        certificates.queue(title.recognitions.first(), by=by)


def renew(title: Title, *, reason: str, by) -> None:
    """The star has changed: the old certificate points to a new one."""
    if hasattr(certificates, "replace_for_star"):
        certificates.replace_for_star(title, reason=reason, by=by)
