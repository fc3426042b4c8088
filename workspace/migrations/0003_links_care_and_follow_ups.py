import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import core.validators
import workspace.validators


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_initial"),
        ("workspace", "0002_growth_consent_and_ballots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="innovation",
            name="applied_after_adopted",
        ),
        migrations.RemoveConstraint(
            model_name="unitlink",
            name="one_live_link",
        ),
        migrations.AddField(
            model_name="carevisit",
            name="created_by",
            field=models.ForeignKey(
                default=None,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="carevisit",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="撤下时间"),
        ),
        migrations.AddField(
            model_name="innovationfollowup",
            name="created_by",
            field=models.ForeignKey(
                default=None,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="innovationfollowup",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="撤下时间"),
        ),
        migrations.AlterField(
            model_name="caretarget",
            name="frequency",
            field=models.CharField(
                blank=True,
                help_text="例如：每季度一次。",
                max_length=40,
                validators=[
                    core.validators.validate_plain_text,
                    workspace.validators.refuse_personal_numbers,
                ],
                verbose_name="计划频次",
            ),
        ),
        migrations.AlterField(
            model_name="caretarget",
            name="until",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[core.validators.validate_not_future],
                verbose_name="结束日期",
            ),
        ),
        migrations.AlterField(
            model_name="carevisit",
            name="text",
            field=models.TextField(
                max_length=300,
                validators=[
                    core.validators.validate_plain_paragraphs,
                    workspace.validators.refuse_personal_numbers,
                ],
                verbose_name="内容",
            ),
        ),
        migrations.AddConstraint(
            model_name="caretarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="care_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="innovation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applied_on__isnull", True),
                    models.Q(("adopted_on__isnull", True), ("applied_on__gte", models.F("submitted_on"))),
                    models.Q(("adopted_on__isnull", False), ("applied_on__gte", models.F("adopted_on"))),
                    _connector="OR",
                ),
                name="applied_after_adopted",
                violation_error_message="实施日期不能早于提交日期和采纳日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="link_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitlink",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                django.db.models.functions.comparison.Least("proposer", "partner"),
                django.db.models.functions.comparison.Greatest("proposer", "partner"),
                condition=models.Q(("state__in", ["proposed", "confirmed"])),
                name="one_live_link",
                violation_error_message="两个集体之间已有同一形式的联创结对。",
            ),
        ),
    ]
