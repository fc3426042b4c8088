"""What stands on one certificate, and why a certificate may be refused."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

STARS = {"": 0, "一星级": 1, "二星级": 2, "三星级": 3}
"""Star label to number of ★; empty for a title from before there were stars."""


@dataclass(frozen=True)
class CertificateContent:
    """The words of one certificate (domain.md §11), already in the form in which they are printed."""

    unit_name: str
    cycle_label: str
    """Like 2026—2027; 年度创建 follows it. Empty for a star that an adjustment gave (动态调整)."""
    level_label: str
    """The body's name before 青年文明号: 全国, 广东省, ××市."""
    star_label: str
    """A key of `STARS`."""
    number: str
    issuers: tuple[str, ...]
    """Joint issuers, in the order in which they sign."""
    issued_on: date
    verify_url: str
    archival: bool = False
    """Not printed: the file is PDF/A-3b, the form for archives."""

    @property
    def title(self) -> str:
        """Return the full title, like 二星级广东省青年文明号."""
        return f"{self.star_label}{self.level_label}青年文明号"

    @property
    def basis(self) -> str:
        """Return on what ground the title is held."""
        if self.cycle_label:
            return f"经{self.cycle_label}年度创建、考核、公示，认定为"
        return "经常态监督、动态调整，现为"

    @property
    def signature(self) -> str:
        """Return the issuers and the date, one a line."""
        return "\n".join([*self.issuers, self.date_label])

    @property
    def stars(self) -> str:
        return "★" * STARS[self.star_label]

    @property
    def words(self) -> tuple[str, ...]:
        """Return all that is printed from this content, in no particular order."""
        labels = (self.unit_name, self.basis, self.title, self.stars, self.number, self.date_label)
        return labels + self.issuers

    @property
    def date_label(self) -> str:
        """Return the date in Arabic numerals, as decisions print it: 2026年12月1日."""
        return f"{self.issued_on.year}年{self.issued_on.month}月{self.issued_on.day}日"


class CertificateRefused(ValueError):
    """A certificate that would come out wrong is not drawn; the message tells the officer why, in Chinese."""


class MissingGlyph(CertificateRefused):
    """The certificate's font has no picture of these characters; printing them would leave empty boxes."""

    def __init__(self, characters: Iterable[str]):
        self.characters = tuple(characters)
        named = "、".join(map(_name, self.characters))
        super().__init__(f"证书字体中没有{named}，无法印制。请改用字体收录的字形，或联系系统管理员更换字体。")


class DoesNotFit(CertificateRefused):
    """The words do not fit the page even in the smallest size, or would touch the code and the signature."""

    def __init__(self, content: CertificateContent):
        super().__init__(
            f"证书文字过长，最小字号仍排不下：集体名称 {len(content.unit_name)} 字，"
            f"落款 {len(content.issuers)} 个单位共 {sum(map(len, content.issuers))} 字。"
            "请缩短集体名称，或减少联合落款单位。"
        )


def _name(character: str) -> str:
    """Name a character so that it can be found even if no screen can show it: “𰻝”（U+30EDD）."""
    code_point = f"U+{ord(character):04X}"
    visible = unicodedata.category(character)[0] in "LNPS"
    return f"“{character}”（{code_point}）" if visible else f"不能单独显示的字符 {code_point}"
