"""Records that somebody was judged by; the houses above say which, in `AppConfig.ready`.

    evidence.register(citations_in_self_assessments)

What was judged stays as it was: its values are not rewritten, its files not dropped, and it is not taken back. What
was left empty may still be filled in, and more pictures may come.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from core.merge import canonical


@dataclass(frozen=True)
class Citation:
    """`what` (自查自评) cites a record, `which` of them (第 1 版自评), and whether that was handed in."""

    what: str
    which: str
    is_judged: bool

    def __str__(self) -> str:
        return f"这条记录是{self.what}的依据（{self.which}）"


Citing = Callable[[Model], Iterable[Citation]]

_citing: list[Citing] = []


def register(citing: Citing) -> Citing:
    """`citing(record)`: where a record of whatever kind is cited; asked when somebody wants to change it."""
    if citing not in _citing:
        _citing.append(citing)
    return citing


def citations(record: Model) -> list[Citation]:
    """Every place that cites the record, those that were handed in first."""
    found = [citation for citing in _citing for citation in citing(record)]
    return sorted(found, key=lambda citation: not citation.is_judged)


def refuse_rewriting(
    record: Model, values: Mapping[str, Any], *, dropped: Collection = (), free: Collection[str] = ()
) -> None:
    """Raises ValidationError when `values`, not yet on the record, or `dropped` files undo what was judged."""
    written = [name for name in values if name not in free and canonical(getattr(record, name))]
    if not (written or dropped):
        return
    for citation in citations(record):
        if citation.is_judged:
            what = "、".join(
                [
                    *(str(record._meta.get_field(name).verbose_name) for name in written),
                    *(["文件"] if dropped else []),
                ]
            )
            raise ValidationError(
                f"{citation}，已经提交：{what}不能再改动。空白的内容和图片可以补充，其他情况请另记一条"
            )


def refuse_taking_back(record: Model) -> None:
    """Raises ValidationError for a record that is cited anywhere, and says what can be done."""
    for citation in citations(record):
        rest = "已经提交，不能撤下" if citation.is_judged else "请先在那里取消引用，再撤下"
        raise ValidationError(f"{citation}：{rest}")
