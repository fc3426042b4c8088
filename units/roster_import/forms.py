"""Handing in a table, and saying how it is to be read."""

from django import forms

from core.masking import mask_identity_number
from core.spreadsheets import Sheet, UnreadableSpreadsheet, Workbook, column_letter, read_file, read_text
from units.enums import ImportMode, LookalikePolicy
from units.roster_import.columns import LABELS
from units.roster_import.table import MAX_ROWS, Table

MAX_BYTES = 5 * 1024 * 1024
KINDS = ".xlsx,.xls,.csv,.txt,.et,.ods,.xlsm"
SAMPLES = 3


class UploadForm(forms.Form):
    """A file or pasted cells, not both; `workbook` is what was read."""

    file = forms.FileField(
        label="表格文件", required=False, help_text="XLSX、XLS 或 CSV，最大 5 MB，最多 2,000 人。",
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )  # fmt: skip
    pasted = forms.CharField(
        label="或粘贴单元格", required=False, strip=False, max_length=1_000_000,
        help_text="在表格软件中连同标题行一起选中、复制，再粘贴到这里。",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    workbook: Workbook | None = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"文件为 {file.size / 1024 / 1024:.1f} MB，最大 5 MB，请删去图片和多余的工作表后再上传。"
            )
        return file

    def clean(self):
        super().clean()
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "").strip("\r\n ")
        if self.errors:
            return
        if bool(file) == bool(pasted.strip()):
            raise forms.ValidationError(
                "文件和粘贴的内容请只用一种。" if file else "请选择文件，或粘贴单元格。"
            )
        try:
            self.workbook = read_file(file.read()) if file else read_text(pasted)
        except UnreadableSpreadsheet as refused:
            self.add_error("file" if file else "pasted", str(refused))
            return
        self._refuse_too_long("file" if file else "pasted")

    def _refuse_too_long(self, source: str) -> None:
        shortest = min(sheet.total for sheet in self.workbook.sheets)
        if shortest > MAX_ROWS + 50:  # titles, heads and sums are not people
            self.add_error(source, f"共有 {shortest:,} 行，一次最多导入 {MAX_ROWS:,} 人，请分成几个文件。")


class ChoicesForm(forms.Form):
    """Which sheet, what each column means, and what becomes of people who are on the roster already."""

    sheet = forms.ChoiceField(label="工作表")
    mode = forms.ChoiceField(label="已在花名册中的成员", choices=ImportMode, widget=forms.RadioSelect)
    lookalikes = forms.ChoiceField(
        label="同名、同出生日期但没有身份证号码可核对的行", choices=LookalikePolicy, widget=forms.RadioSelect
    )

    def __init__(self, *args, workbook: Workbook, table: Table, chosen: dict):
        self.now = {
            "sheet": chosen["sheet"],
            "columns": {str(at): key for at, key in table.columns.items()},
            "mode": chosen.get("mode", ImportMode.FILL.value),
            "lookalikes": chosen.get("lookalikes", LookalikePolicy.SAME.value),
        }
        super().__init__(*args, initial=self.now)
        self.fields["sheet"].choices = [(at, sheet.name) for at, sheet in enumerate(workbook.sheets)]
        for at, text in table.labels.items():
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=f"{column_letter(at)} 列 {text}", required=False, initial=table.columns.get(at, ""),
                choices=[("", "不导入"), *LABELS.items()],
                help_text=_samples(workbook.sheets[chosen["sheet"]], table, at),
            )  # fmt: skip

    @property
    def columns(self) -> list:
        """The bound fields of the columns."""
        return [field for field in self if field.name.startswith("column_")]

    def choices(self) -> dict:
        """As `RosterImport.choices` keeps them; another sheet is read anew, with columns of its own."""
        given = self.cleaned_data
        columns = {
            name.removeprefix("column_"): key for name, key in given.items() if name.startswith("column_")
        }
        chosen = {"sheet": int(given["sheet"]), "mode": given["mode"], "lookalikes": given["lookalikes"]}
        if chosen["sheet"] == self.now["sheet"]:
            chosen["columns"] = {at: key for at, key in columns.items() if key}
        return chosen

    @property
    def asks_for_something_else(self) -> bool:
        return self.choices() != self.now


def _samples(sheet: Sheet, table: Table, column: int) -> str:
    """The first contents of a column; long numbers masked."""
    below = [row[column].text for row in sheet.rows if not table.header or row.number > table.header.last]
    texts = list(dict.fromkeys(text for text in below if text))[:SAMPLES]
    return "、".join(
        mask_identity_number(text) if len(text) >= 15 and text[:15].isdigit() else text for text in texts
    )
