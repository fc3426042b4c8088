import django_fsm
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0005_duty_reminder_batches"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitlink",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("proposed", "待确认"),
                    ("confirmed", "已确认"),
                    ("declined", "未同意"),
                    ("withdrawn", "已撤回"),
                    ("ended", "已结束"),
                ],
                default="proposed",
                editable=False,
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
    ]
