"""Objections are accepted, looked into and answered; names stand on a notice as they were published."""

import uuid
from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import workspace.models.activity

ACCEPT_DAYS, CONCLUDE_DAYS = 7, 30
OUTCOMES = {"upheld": "true", "dismissed": "untrue"}


def tell_more(apps, schema_editor):
    """What is there already: names of published units; who objected openly; deadlines, outcomes and last days."""
    entries = apps.get_model("creation_cycle", "NoticeEntry").objects
    for entry in entries.exclude(notice__state="draft").select_related("candidacy__unit").iterator(500):
        entries.filter(pk=entry.pk).update(unit_name=entry.candidacy.unit.name)
    _end_notices(apps)
    objections = apps.get_model("creation_cycle", "Objection").objects
    objections.exclude(name="", contact="").update(is_anonymous=False)
    for objection in objections.iterator(500):
        day = objection.received_at.date()
        if objection.state == "received":
            known = {
                "accept_by": day + timedelta(days=ACCEPT_DAYS),
                "conclude_by": day + timedelta(days=CONCLUDE_DAYS),
            }
        else:
            known = {"outcome": OUTCOMES[objection.state], "concluded_on": _concluded(apps, objection) or day}
        objections.filter(pk=objection.pk).update(**known)
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table with checks pending


def _end_notices(apps):
    """Published notices that nobody took down do not stay for ever; those long over leave the public with the upgrade."""
    notices = apps.get_model("creation_cycle", "Notice").objects
    standing = notices.exclude(state="draft").filter(taken_down_on=None)
    for notice in standing.select_related("cycle").iterator(500):
        day = notice.closes_on + timedelta(days=notice.cycle.notice_days_up + 1)
        notices.filter(pk=notice.pk).update(taken_down_on=day)


def _concluded(apps, objection):
    ledger = apps.get_model("core", "LedgerEntry").objects
    entry = ledger.filter(
        record_type="creation_cycle.objection", record_id=objection.pk, move__in=["uphold", "dismiss"]
    ).last()
    return entry.at.date() if entry else None


def tell_less(apps, schema_editor):
    """Back to three states: what was being looked into waits, what was not accepted counts as dismissed."""
    objections = apps.get_model("creation_cycle", "Objection").objects
    objections.filter(state="accepted").update(state="received")
    objections.filter(state="declined").update(state="dismissed")
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("creation_cycle", "0004_smallest_unit_of_points"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ObjectionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="文件代号"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "图片"), ("pdf", "PDF 文档"), ("word", "Word 文档")],
                        max_length=5,
                        verbose_name="种类",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=workspace.models.activity.private_storage,
                        upload_to="",
                        verbose_name="文件",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
            ],
            options={
                "verbose_name": "异议附件",
                "verbose_name_plural": "异议附件",
                "ordering": ["number"],
            },
        ),
        migrations.RemoveConstraint(model_name="objection", name="objection_state_known"),
        migrations.RemoveConstraint(model_name="objection", name="objection_concluded_with_reason"),
        migrations.RunPython(migrations.RunPython.noop, tell_less),
        migrations.AddField(
            model_name="cycle",
            name="notice_days_up",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="公示期满后公示页面再保留的天数，到期自动撤下（个人信息保护法第十九条：保存期限应当最短）。",
                verbose_name="公示页面保留天数",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="objection_accept_workdays",
            field=models.PositiveSmallIntegerField(
                default=5, help_text="收到异议后，在几个工作日内决定是否受理。", verbose_name="异议受理工作日"
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="objection_days",
            field=models.PositiveSmallIntegerField(
                default=30, help_text="收到异议后，在多少天内核查并答复。", verbose_name="异议办结天数"
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="objector_days",
            field=models.PositiveSmallIntegerField(
                default=180,
                help_text="异议办结后，姓名、联系方式和证据保留的天数，到期自动删除。",
                verbose_name="异议人信息保留天数",
            ),
        ),
        migrations.AddField(
            model_name="noticeentry",
            name="unit_name",
            field=models.CharField(
                blank=True, editable=False, max_length=80, verbose_name="公示时的集体名称"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="accept_by",
            field=models.DateField(editable=False, null=True, verbose_name="受理期限"),
        ),
        migrations.AddField(
            model_name="objection",
            name="checked_by",
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name="核查人员"),
        ),
        migrations.AddField(
            model_name="objection",
            name="conclude_by",
            field=models.DateField(editable=False, null=True, verbose_name="办结期限"),
        ),
        migrations.AddField(
            model_name="objection",
            name="concluded_on",
            field=models.DateField(editable=False, null=True, verbose_name="办结日期"),
        ),
        migrations.AddField(
            model_name="objection",
            name="handler",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="受理人",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="is_anonymous",
            field=models.BooleanField(default=True, editable=False, verbose_name="匿名"),
        ),
        migrations.AddField(
            model_name="objection",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("true", "属实"),
                    ("partly", "部分属实"),
                    ("untrue", "不属实"),
                    ("unproven", "无法查实"),
                ],
                editable=False,
                max_length=8,
                verbose_name="核查结论",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="reply",
            field=models.TextField(blank=True, editable=False, verbose_name="答复"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="taken_down_on",
            field=models.DateField(
                blank=True,
                help_text="发布时按周期的设置算出，可以修改。从这一天起，公示页面不再公开。",
                null=True,
                verbose_name="撤下日期",
            ),
        ),
        migrations.AlterField(
            model_name="objection",
            name="conclusion",
            field=models.TextField(blank=True, editable=False, verbose_name="结论的理由"),
        ),
        migrations.AlterField(
            model_name="objection",
            name="state",
            field=core.fields.StateField(
                choices=[
                    ("received", "待受理"),
                    ("accepted", "核查中"),
                    ("declined", "不予受理"),
                    ("upheld", "异议成立"),
                    ("dismissed", "异议不成立"),
                ],
                default="received",
                editable=False,
                max_length=10,
                protected=True,
                verbose_name="状态",
            ),
        ),
        migrations.AddField(
            model_name="objectionfile",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="creation_cycle.objection",
                verbose_name="异议",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionfile",
            constraint=models.UniqueConstraint(
                fields=("objection", "number"), name="objection_file_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionfile",
            constraint=models.UniqueConstraint(
                fields=("objection", "sha256"),
                name="objection_file_once",
                violation_error_message="这份文件已经上传过。",
            ),
        ),
        migrations.RunPython(tell_more, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "accepted", "declined", "upheld", "dismissed"])
                ),
                name="objection_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "accepted"]),
                    models.Q(("conclusion", ""), _negated=True),
                    _connector="OR",
                ),
                name="objection_concluded_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["upheld", "dismissed"]), _negated=True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="objection_decided_on_facts",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_anonymous", False), models.Q(("name", ""), ("contact", "")), _connector="OR"
                ),
                name="anonymous_objection_names_nobody",
            ),
        ),
    ]
