"""A certificate on its way to a page: which characters it needs, in which size it is tried."""

from dataclasses import dataclass, replace

from weasyprint.document import Document

from creation_cycle.certificates.content import CertificateContent, DoesNotFit, MissingGlyph
from creation_cycle.certificates.embedding import Heading
from creation_cycle.certificates.font import missing_characters
from creation_cycle.certificates.leaf import Leaf

SIZES = (20, 18, 16, 14)
"""Points of the body text, tried in this order."""
FIXED_WORDS = "荣誉证书青年文明号：。特发此证编扫描二维码核验"
"""What `certificate.html` prints besides the content."""


@dataclass(frozen=True)
class Sheet:
    """One certificate on its way to a page."""

    content: CertificateContent
    characters: str
    """Every character that it prints, sorted, each once."""
    size: int = SIZES[0]
    document: Document | None = None
    leaf: Leaf | None = None
    heading: Heading | None = None
    """Set once the sheet has been laid out and fits."""

    def smaller(self) -> "Sheet":
        """Return the sheet in the next smaller size; raise `DoesNotFit` after the smallest."""
        step = SIZES.index(self.size) + 1
        if step == len(SIZES):
            raise DoesNotFit(self.content)
        return replace(self, size=SIZES[step])


def prepare(content: CertificateContent) -> Sheet:
    """Collect the characters of a certificate; refuse it if the typeface lacks one."""
    text = FIXED_WORDS + "".join(content.words)
    if missing := missing_characters(text):
        raise MissingGlyph(missing)
    return Sheet(content, "".join(sorted(set(text))))
