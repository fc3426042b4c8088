"""The people who sign in. What they may do comes from their offices and units, never from this row."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from core.validators import validate_phone


class User(AbstractUser):
    """One person with one sign-in, whatever roles they hold."""

    first_name = last_name = None
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号码", max_length=20, blank=True, validators=[validate_phone])
    is_active = models.BooleanField("可以登录", default=True, help_text="停用后不能登录，历史记录保留。")
    is_staff = models.BooleanField("可进入管理后台", default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
