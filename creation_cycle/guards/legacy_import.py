"""Guards of importing past titles: each possible duplicate decided, by one person, and confirmed by another."""

from core.lifecycle import Finding, guard


@guard(no_clause="two units under nearly one name would be two histories of one unit")
def every_row_decided(legacy_import) -> Finding:
    open_rows = legacy_import.undecided.count()
    text = f"还有 {open_rows} 行可能重复，尚未选择处理方式" if open_rows else "每一行都已确定处理方式"
    return Finding(ok=not open_rows, text=text, remedy="在下面逐行选择并保存", who="录入人")


@guard(no_clause="four eyes: what newspapers printed is put on record by two people")
def confirmer_is_not_importer(legacy_import, by) -> Finding:
    same = by is not None and by.pk == legacy_import.created_by_id
    text = "复核人不得是录入人" if same else "复核人与录入人不是同一人"
    return Finding(ok=not same, text=text, who="组委会其他管理员或审批人")
