from django import forms


class ClockForm(forms.Form):
    """How many days the demo clock goes on."""

    days = forms.IntegerField(
        label="前进天数",
        min_value=1,
        max_value=800,
        initial=1,
        help_text="时间只能前进；删除 var 目录后重新启动可恢复初始数据。",
    )
