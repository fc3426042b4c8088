"""评分表 are handed in, can be opened again, and are locked with their round; scores carry marks and versions."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.fields
import reviews.models.score_sheet


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("reviews", "0007_divide_rounds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="reviews.roundpart",
                verbose_name="考核形式",
            ),
        ),
        migrations.CreateModel(
            name="ScorePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="代号")),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=reviews.models.score_sheet.private_storage,
                        upload_to="",
                        verbose_name="图片",
                    ),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        max_length=120,
                        storage=reviews.models.score_sheet.private_storage,
                        upload_to="",
                        verbose_name="缩略图",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
            ],
            options={
                "verbose_name": "现场照片",
                "verbose_name_plural": "现场照片",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="scoresheet",
            name="sheet_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="scoresheet",
            name="locked_sheet_has_total",
        ),
        migrations.RenameField(model_name="scoresheet", old_name="locked_at", new_name="submitted_at"),
        migrations.AlterField(
            model_name="scoresheet",
            name="submitted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="提交时间"),
        ),
        migrations.AddField(
            model_name="score",
            name="marks",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="细则编号到次数；按细则评分的项目由此算出得分。",
                verbose_name="按细则记分",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="saved_at",
            field=models.DateTimeField(default=core.clock.now, verbose_name="保存时间"),
        ),
        migrations.AddField(
            model_name="score",
            name="version",
            field=models.PositiveIntegerField(
                default=1, help_text="最近一次改动在本表中的序号，供多台设备核对。", verbose_name="版本"
            ),
        ),
        migrations.AddField(
            model_name="scoresheet",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="改动序号"),
        ),
        migrations.AddField(
            model_name="scoresheet",
            name="reopened_for",
            field=models.TextField(blank=True, editable=False, verbose_name="退回重评理由"),
        ),
        migrations.AlterField(
            model_name="scoresheet",
            name="state",
            field=core.fields.StateField(
                choices=[("draft", "评分中"), ("submitted", "已提交"), ("locked", "已锁定")],
                default="draft",
                editable=False,
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="score_version_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "locked"])), name="sheet_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("total__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_sheet_has_total",
            ),
        ),
        migrations.AddField(
            model_name="scorephoto",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="creation_cycle.standarditem",
                verbose_name="评分项",
            ),
        ),
        migrations.AddField(
            model_name="scorephoto",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="reviews.scoresheet",
                verbose_name="评分表",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorephoto",
            constraint=models.UniqueConstraint(fields=("sheet", "item", "sha256"), name="score_photo_once"),
        ),
    ]
