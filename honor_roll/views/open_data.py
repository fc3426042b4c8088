"""Open data: what the honor roll shows under the same filters, for machines and spreadsheets."""

from django.http import FileResponse, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.views import View

from creation_cycle.models.title import TitleQuerySet
from honor_roll.forms.roll import RollForm
from honor_roll.open_data.formats import SHEET_ROWS, csv_lines, json_pieces, xlsx_file
from honor_roll.open_data.rows import rows_of
from honor_roll.queries.roll import matching
from honor_roll.views.public import PublicMixin

PLAIN = "text/plain; charset=utf-8"


class OpenData(PublicMixin, View):
    """A filter that does not exist is an error here: silently giving everything would be wrong data."""

    def get(self, request):
        form = RollForm(request.GET)
        if not form.is_valid():
            wrong = "；".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items())
            return HttpResponseBadRequest(f"筛选条件有误。{wrong}\n", content_type=PLAIN)
        return self.answer(matching(**form.titles_wanted()))

    def answer(self, titles: TitleQuerySet) -> HttpResponse:
        raise NotImplementedError


class RollCsv(OpenData):
    def answer(self, titles):
        lines = csv_lines(rows_of(titles))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=_named("csv"))


class RollJson(OpenData):
    def answer(self, titles):
        pieces = json_pieces(rows_of(titles), source=self.request.build_absolute_uri("/honor-roll/"))
        return StreamingHttpResponse(pieces, content_type="application/json")


class RollXlsx(OpenData):
    """Refuses what is too long for one sheet, and says where to get it instead."""

    def answer(self, titles):
        if titles.order_by()[: SHEET_ROWS + 1].count() > SHEET_ROWS:
            text = f"结果超过 {SHEET_ROWS} 行，请缩小筛选范围，或下载不限行数的 CSV 文件。\n"
            return HttpResponse(text, status=413, content_type=PLAIN)
        return FileResponse(xlsx_file(rows_of(titles)), as_attachment=True, filename="honor-roll.xlsx")


def _named(extension: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="honor-roll.{extension}"'}
