from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FieldEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_type", models.CharField(max_length=80, verbose_name="对象类型")),
                ("record_id", models.BigIntegerField(verbose_name="对象编号")),
                ("name", models.CharField(max_length=60, verbose_name="字段")),
                ("digest", models.CharField(max_length=16, verbose_name="内容摘要")),
                ("editor_name", models.CharField(max_length=80, verbose_name="修改人姓名")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "修改标记",
                "verbose_name_plural": "修改标记",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_type", "record_id", "name"), name="field_edit_once"
                    )
                ],
            },
        ),
    ]
