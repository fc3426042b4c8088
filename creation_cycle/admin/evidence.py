"""Files of a case in the admin: listed by number, opened one by one, each look on record."""

from django.http import FileResponse
from django.utils.html import format_html
from unfold.decorators import display

from core.admin import ScopedInline
from core.services.access import record_view
from creation_cycle.enums import EvidenceKind
from creation_cycle.models.evidence_file import EvidenceFile

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""We wrote every file ourselves, so its ending says what it is."""


class EvidenceRows(ScopedInline):
    """The files by number; a subclass says the model and where one is opened."""

    fields = readonly_fields = ["opened", "kind", "kilobytes"]
    verbose_name_plural = "证据（每次打开都会记录）"

    def address_of(self, file) -> str:
        raise NotImplementedError

    def is_editable(self, request, parent):
        return False

    @display(description="文件")
    def opened(self, file):
        if not file.file:
            return f"{file.name}（保留期已满，文件已删除）"
        return format_html('<a class="text-link" href="{}">{}</a>', self.address_of(file), file.name)

    @display(description="大小")
    def kilobytes(self, file):
        return f"{max(1, round(file.size / 1024))} KB"


def opened_file(case, file: EvidenceFile, *, by) -> FileResponse:
    """One file, the look recorded first; pictures open in the browser, documents are saved, so that nothing of theirs
    runs in our pages."""
    record_view(case, f"证据 {file.name}", by=by)
    answer = FileResponse(
        file.file.open("rb"),
        as_attachment=file.kind != EvidenceKind.IMAGE,
        filename=file.name,
        content_type=CONTENT_TYPES["." + file.file.name.rpartition(".")[2]],
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
