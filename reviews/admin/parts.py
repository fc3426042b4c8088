"""考核形式 and their weights on the round's page."""

from django.core.exceptions import ValidationError

from core.admin import ScopedInline
from reviews.admin.rounds import RoundAdmin
from reviews.enums import FormKind, RoundState
from reviews.models import RoundPart


class PartRows(ScopedInline.formset):
    """The weights make 100 %, and 交叉互评 no more than the round allows, and never all of it."""

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if self._counts(form)]
        for form in rows:
            self._check_cross(form)
        if rows and all(form.cleaned_data["kind"] == FormKind.CROSS for form in rows):
            raise ValidationError("不能只用交叉互评：无法互评的集体将没有得分，请另加一种考核形式。")
        weights = [form.cleaned_data.get("weight") for form in rows]
        if None not in weights and sum(weights) != 100:
            raise ValidationError(f"各考核形式的权重合计应为 100%，现为 {sum(weights)}%。")

    def get_unique_error_message(self, unique_check):
        return "每种考核形式只填一行，请删去重复的一行。"

    def _counts(self, form) -> bool:
        values = getattr(form, "cleaned_data", {})
        return bool(values.get("kind")) and not (self.can_delete and self._should_delete_form(form))

    def _check_cross(self, form) -> None:
        """The limit stands in the round's own fields, posted together with these rows."""
        weight, most = form.cleaned_data.get("weight"), self.instance.cross_weight_most
        if form.cleaned_data["kind"] == FormKind.CROSS and weight is not None and weight > most:
            form.add_error("weight", f"交叉互评最多占 {most}%。确需提高的，先在上面提高上限并写明理由。")


@RoundAdmin.contributes
class PartInline(ScopedInline):
    """Until the first sheet is handed in: afterwards nobody changes by how much a form counts."""

    order = 20
    model = RoundPart
    formset = PartRows
    fields = ["kind", "weight"]
    verbose_name_plural = "考核形式与权重"

    def is_editable(self, request, parent):
        return parent is not None and parent.state != RoundState.CLOSED and not parent.is_scored
