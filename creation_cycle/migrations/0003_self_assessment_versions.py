"""Self-assessments come in versions: what was written so far becomes version 1 of its candidacy, and back."""

from decimal import ROUND_HALF_UP, Decimal

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import core.clock
import core.validators

NEVER_BEGUN = ("draft", "returned", "submitted", "recommended", "declined")
WRITTEN = ("points", "evidence", "problem")


def entries_to_versions(apps, schema_editor):
    """Whoever has applied gets a completed version, whoever creates an open one; both where one fell short."""
    candidacies = apps.get_model("creation_cycle", "Candidacy").objects
    entries = apps.get_model("creation_cycle", "SelfAssessmentEntry").objects
    begun = candidacies.exclude(state__in=NEVER_BEGUN).exclude(standard=None)
    for candidacy in begun.iterator(chunk_size=500):
        written = list(entries.filter(candidacy=candidacy, assessment=None))
        application = _application(apps, candidacy)
        if not written and application is None and candidacy.state != "creating":
            continue
        first = _version(apps, candidacy, 1, written, application)
        if application is not None:
            candidacies.filter(pk=candidacy.pk).update(judged_self_assessment=first)
        if candidacy.state == "not_met" and application is not None:
            _version(apps, candidacy, 2, [], None, copied=written)
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table with checks pending


def _application(apps, candidacy):
    ledger = apps.get_model("core", "LedgerEntry").objects
    found = ledger.filter(
        record_type="creation_cycle.candidacy", record_id=candidacy.pk, move="apply", target="applied"
    )
    return found.order_by("sequence").last()


def _version(apps, candidacy, number, written, application, copied=()):
    """A version with an entry for every item; completed when there is an `application`."""
    entry_model = apps.get_model("creation_cycle", "SelfAssessmentEntry")
    version = apps.get_model("creation_cycle", "SelfAssessment").objects.create(
        candidacy=candidacy,
        number=number,
        opened_at=application.at if application else django.utils.timezone.now(),
        completed_at=application.at if application else None,
        completed_by_id=application.actor_id if application else None,
        total=_total(written) if application else None,
    )
    entry_model.objects.filter(pk__in=[entry.pk for entry in written]).update(assessment=version)
    texts = {entry.item_id: {name: getattr(entry, name) for name in WRITTEN} for entry in copied}
    there = {entry.item_id for entry in written}
    entry_model.objects.bulk_create(
        entry_model(assessment=version, candidacy=candidacy, item=item, **texts.get(item.pk, {}))
        for item in candidacy.standard.items.order_by("order", "pk")
        if item.pk not in there
    )
    return version


def _total(written):
    points = sum((entry.points * entry.item.dimension.weight for entry in written), Decimal(0))
    return points.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def versions_to_entries(apps, schema_editor):
    """The newest version stays; problem and measure share a column again."""
    entries = apps.get_model("creation_cycle", "SelfAssessmentEntry").objects
    versions = apps.get_model("creation_cycle", "SelfAssessment").objects
    for version in versions.order_by("candidacy_id", "number").iterator(chunk_size=500):
        entries.filter(candidacy_id=version.candidacy_id).delete()
        kept = entries.filter(assessment=version)
        kept.filter(points=None).delete()
        for entry in kept:
            text = "\n".join(part for part in (entry.problem, entry.measure) if part)
            kept.filter(pk=entry.pk).update(candidacy_id=version.candidacy_id, problem=text)
    apps.get_model("creation_cycle", "Candidacy").objects.update(judged_self_assessment=None)
    schema_editor.connection.check_constraints()


def paragraphs(label):
    return models.TextField(
        blank=True, validators=[core.validators.validate_plain_paragraphs], verbose_name=label
    )


def records(model, label):
    return models.ManyToManyField(
        blank=True, related_name="self_assessment_entries", to=f"workspace.{model}", verbose_name=label
    )


def of_version(*, null):
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="entries",
        to="creation_cycle.selfassessment",
        verbose_name="自查自评",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("creation_cycle", "0002_standard_item_kinds"),
        ("workspace", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="candidacy",
            name="goal",
            field=models.TextField(blank=True, verbose_name="创建目标"),
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="缘由")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成期限")),
                ("opened_at", models.DateTimeField(default=core.clock.now, verbose_name="开始时间")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="提醒时间")),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                (
                    "total",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="自评总分"
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_assessments",
                        to="creation_cycle.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "completed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="完成人",
                    ),
                ),
            ],
            options={
                "verbose_name": "自查自评",
                "verbose_name_plural": "自查自评",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("candidacy", "number"), name="self_assessment_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=Q(completed_at__isnull=True),
                        fields=("candidacy",),
                        name="one_open_self_assessment",
                        violation_error_message="已有一版正在填写的自评。",
                    ),
                    models.CheckConstraint(
                        condition=Q(completed_at__isnull=True, completed_by__isnull=True, total__isnull=True)
                        | Q(completed_at__isnull=False, total__isnull=False),
                        name="completed_self_assessment_has_total",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="candidacy",
            name="judged_self_assessment",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="creation_cycle.selfassessment",
                verbose_name="随申请提交的自评",
            ),
        ),
        migrations.AddField("selfassessmententry", "activities", records("activity", "创建日志")),
        migrations.AddField("selfassessmententry", "innovations", records("innovation", "创新作品")),
        migrations.AddField("selfassessmententry", "care_visits", records("carevisit", "关爱记录")),
        migrations.AddField("selfassessmententry", "links", records("unitlink", "联创结对")),
        migrations.AddField(
            model_name="selfassessmententry",
            name="marks",
            field=models.JSONField(blank=True, null=True, verbose_name="细则次数"),
        ),
        migrations.AddField(
            model_name="selfassessmententry",
            name="found",
            field=models.BooleanField(blank=True, null=True, verbose_name="存在否决情形"),
        ),
        migrations.AddField(
            model_name="selfassessmententry",
            name="measured",
            field=models.CharField(blank=True, max_length=200, verbose_name="系统统计"),
        ),
        migrations.AddField("selfassessmententry", "measure", paragraphs("整改措施")),
        migrations.AddField(
            model_name="selfassessmententry",
            name="measure_due",
            field=models.DateField(blank=True, null=True, verbose_name="整改时限"),
        ),
        migrations.AlterField("selfassessmententry", "evidence", paragraphs("依据说明")),
        migrations.AlterField("selfassessmententry", "problem", paragraphs("存在问题")),
        migrations.RemoveConstraint("selfassessmententry", "self_assessed_once"),
        migrations.RemoveConstraint("selfassessmententry", "self_points_not_negative"),
        migrations.AlterField(
            model_name="selfassessmententry",
            name="points",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="自评分"
            ),
        ),
        migrations.AlterField(
            model_name="selfassessmententry",
            name="candidacy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="self_assessment",
                to="creation_cycle.candidacy",
                verbose_name="创建申报",
            ),
        ),
        migrations.AddField("selfassessmententry", "assessment", of_version(null=True)),
        migrations.RunPython(entries_to_versions, versions_to_entries),
        migrations.AlterField("selfassessmententry", "assessment", of_version(null=False)),
        migrations.RemoveField("selfassessmententry", "candidacy"),
        migrations.AddConstraint(
            model_name="selfassessmententry",
            constraint=models.UniqueConstraint(fields=("assessment", "item"), name="self_assessed_once"),
        ),
        migrations.AddConstraint(
            model_name="selfassessmententry",
            constraint=models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="self_points_not_negative"
            ),
        ),
    ]
