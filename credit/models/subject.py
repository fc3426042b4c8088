"""The columns that say who a record is about."""

from django.db import models

from core.fields import EncryptedTextField
from core.masking import mask_identity_number, mask_name
from core.validators import validate_credit_code, validate_identity_number, validate_plain_text
from credit.enums import SubjectKind
from credit.subjects import Subject
from units.models import Employer, Member, Unit


class SubjectFields(models.Model):
    """Who it is about. `subject_key` is filled on save and is the only column to look a subject up by."""

    subject_kind = models.CharField("主体类型", max_length=12, choices=SubjectKind)
    name = models.CharField("姓名或名称", max_length=80, validators=[validate_plain_text])
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[validate_credit_code]
    )
    identity_number = EncryptedTextField(
        "居民身份证号码", blank=True, default="", validators=[validate_identity_number],
        help_text="只用于核对本人，加密保存，不公开。",
    )  # fmt: skip
    subject_key = models.CharField("主体标识", max_length=80, db_index=True, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="创建集体"
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属单位",
        editable=False,
    )  # fmt: skip
    member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="集体成员",
        editable=False,
    )  # fmt: skip

    class Meta:
        abstract = True

    def save(self, **kwargs):
        """Without `update_fields` the key follows the numbers."""
        if "update_fields" not in kwargs:
            self.subject_key = self.subject.key
        super().save(**kwargs)

    @property
    def subject(self) -> Subject:
        return Subject(
            self.subject_kind,
            self.name,
            credit_code=self.credit_code,
            identity_number=self.identity_number,
            unit_id=self.unit_id,
            employer_id=self.employer_id,
            member_id=self.member_id,
        )

    @property
    def is_person(self) -> bool:
        return self.subject_kind == SubjectKind.PERSON

    @property
    def masked_name(self) -> str:
        """张*三 for people, the full name of collectives and organisations."""
        return mask_name(self.name) if self.is_person else self.name

    @property
    def masked_number(self) -> str:
        return mask_identity_number(self.identity_number) if self.is_person else self.credit_code


def columns_of(subject: Subject) -> dict:
    """The values of SubjectFields for a new record about `subject`."""
    return {
        "subject_kind": subject.kind,
        "name": subject.name,
        "credit_code": subject.credit_code,
        "identity_number": subject.identity_number,
        "unit_id": subject.unit_id,
        "employer_id": subject.employer_id,
        "member_id": subject.member_id,
    }
