"""Guards of the roster import."""

from datetime import timedelta

from django.utils import timezone

from core import clock
from core.lifecycle import Finding, guard

PREVIEW_STANDS = timedelta(hours=24)
UNDO_STANDS = timedelta(days=7)


@guard(no_clause="个人信息保护法第十九条: what was uploaded is kept no longer than the preview needs")
def preview_is_fresh(roster_import) -> Finding:
    ok = clock.now() < roster_import.created_at + PREVIEW_STANDS
    return Finding(ok=ok, text="预览在 24 小时内有效", remedy="重新上传文件", who="号长")


@guard(no_clause="an import of long ago has been built upon")
def import_is_recent(roster_import) -> Finding:
    done = roster_import.confirmed_at
    ok = done is not None and clock.now() < done + UNDO_STANDS
    return Finding(ok=ok, text="导入后 7 天内可以撤销", remedy="在花名册中逐人修改", who="号长")


@guard(no_clause="what a later import changed would be kept, and could never be taken back in full")
def last_to_write(roster_import) -> list[Finding]:
    later = roster_import.built_upon() if roster_import.confirmed_at else None
    if later is None:
        return []
    when = f"{timezone.localtime(later.confirmed_at):%Y-%m-%d %H:%M}"
    text = f"{when} 的导入改动了这次导入的成员"
    return [Finding(ok=False, text=text, remedy=f"请先撤销 {when} 的导入", who="号长")]
