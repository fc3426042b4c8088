"""One person recorded by hand: with what an import checks, and the agreement on paper."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from core.validators import validate_phone
from units.enums import Sex
from volunteers.admin.pages import form_page, require
from volunteers.enums import ConsentMatter, IdentityKind, OrganisationState
from volunteers.forms.person import OPTIONAL, PersonChecks
from volunteers.models import Skill, Volunteer
from volunteers.queries.known import known_by
from volunteers.services import registration
from volunteers.services.importing import allowed_organisations


def _text(label: str, most: int, help_text: str = "", *, required: bool = False) -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required, widget=widget
    )


class EntryForm(PersonChecks, forms.Form):
    """A card that is on record already is refused at its field, with the way to the record for whoever may see it."""

    name = _text("姓名", 50, "与证件一致。", required=True)
    identity_kind = forms.ChoiceField(
        label="证件类型", choices=IdentityKind, widget=UnfoldAdminSelectWidget()
    )
    identity_number = _text("证件号码", 30, "加密保存，只以掩码显示。", required=True)
    birth_date = forms.DateField(
        label="出生日期",
        required=False,
        widget=UnfoldAdminDateWidget(),
        help_text="使用居民身份证的不用填写。",
    )
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "未填写"), *Sex.choices], widget=UnfoldAdminSelectWidget(),
        help_text="使用居民身份证的不用选择。",
    )  # fmt: skip
    phone = _text("联系电话", 20)
    region_code = _text("居住区划代码", 9, "六位或九位数字，不清楚可以不填。")
    organisation = forms.ModelChoiceField(
        None, label="所属组织", empty_label="请选择", widget=UnfoldAdminSelectWidget()
    )
    skills = forms.ModelMultipleChoiceField(
        None, label="服务技能", required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget()
    )
    guardian_name = _text("监护人姓名", 40, "未满14周岁的必填。")
    guardian_phone = _text("监护人电话", 20)
    agreed = forms.MultipleChoiceField(
        label="本人还同意的事项", required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        choices=[(matter.value, matter.label) for matter in OPTIONAL],
    )  # fmt: skip
    on_paper = forms.BooleanField(
        label="已取得本人签字的同意书",
        widget=UnfoldBooleanWidget(),
        help_text="未满14周岁的由监护人签字。同意书由组织保管，本人或监护人可以查阅。",
        error_messages={"required": "登记须经本人同意，请先取得同意书。"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["organisation"].queryset = (
            allowed_organisations(user).filter(state=OrganisationState.ACTIVE).order_by("name")
        )
        self.fields["skills"].queryset = Skill.objects.filter(is_active=True)

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return validate_phone(phone) if phone else ""

    def clean(self):
        given = super().clean()
        if "identity_number" in given and not self.has_error("identity_number"):
            record, refusal = known_by(given["identity_number"])
            if refusal:
                self.add_error("identity_number", self._with_link(record, refusal))
        return given

    def _with_link(self, record: Volunteer | None, refusal: str) -> ValidationError | str:
        if record is None or not Volunteer.objects.visible_to(self.user).filter(pk=record.pk).exists():
            return refusal
        place = reverse("admin:volunteers_volunteer_change", args=[record.pk])
        link = '{}：<a class="text-link" href="{}">{}</a>'
        return ValidationError(format_html(link, refusal, place, record))

    @property
    def values(self) -> dict:
        """What `services.registration.enter` takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "on_paper"}
        guardian = (given.pop("guardian_name"), given.pop("guardian_phone"))
        return given | {"guardian": guardian, "agreed": [ConsentMatter.REGISTER, *given["agreed"]]}


def add_view(model_admin, request):
    require(request.user, "volunteers.import_volunteer", None)

    def act(form):
        volunteer = registration.enter(by=request.user, **form.values)
        return reverse("admin:volunteers_volunteer_change", args=[volunteer.pk])

    form = EntryForm(request.POST or None, user=request.user)
    return form_page(
        model_admin, request, form, act, done="已登记。", title="登记志愿者", button="登记",
        back=reverse("admin:volunteers_volunteer_changelist"),
        words="核对本人证件后登记。人数较多的，请用“导入名册”。",
    )  # fmt: skip
