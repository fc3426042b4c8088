"""Signing in and confirming the second factor."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """User name and password, with one sentence for every kind of wrong."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入。连续多次输错后账号将暂时锁定。",
        "inactive": "该账号已停用，请联系管理员。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"


class TokenForm(forms.Form):
    """The six digits that the authenticator shows."""

    token = forms.RegexField(
        r"^\d{6}$",
        label="动态口令",
        help_text="身份验证器应用上显示的六位数字。",
        error_messages={"invalid": "请填写六位数字。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}
        ),
    )

    def __init__(self, *args, device, **kwargs):
        self.device = device
        super().__init__(*args, **kwargs)

    def clean_token(self):
        """Verified on the device, which also slows down guessing."""
        token = self.cleaned_data["token"]
        if not self.device.verify_token(token):
            raise forms.ValidationError("动态口令不正确或已过期，请输入最新的六位数字。")
        return token
