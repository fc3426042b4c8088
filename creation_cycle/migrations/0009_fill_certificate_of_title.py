"""Certificates learn their title and star; where a title had several in force, the newest one stays."""

from django.db import migrations

REASON = "再次认定，以新证书为准"


def fill(apps, schema_editor):
    certificates = apps.get_model("creation_cycle", "Certificate")
    for certificate in certificates.objects.select_related("recognition").order_by("pk").iterator():
        recognition = certificate.recognition
        certificate.title_id, certificate.star = recognition.title_id, recognition.star
        certificate.dated_on = recognition.recognised_on
        if certificate.state in ("replaced", "revoked"):
            certificate.state_reason = certificate.state_reason or "换发或撤销"
        certificate.save()
    leave_one_in_force(certificates)


def leave_one_in_force(certificates):
    """The older ones become 已换发, with an entry in the ledger as `perform` would have written it."""
    from core.services import ledger  # only where such rows exist: a new database never gets here

    current = certificates.objects.filter(state__in=["queued", "issued", "failed"], is_registered_only=False)
    newest = {}
    for certificate in current.order_by("-pk"):
        if certificate.title_id not in newest:
            newest[certificate.title_id] = certificate
            continue
        certificates.objects.filter(pk=certificate.pk).update(state="replaced", state_reason=REASON)
        ledger.append(
            certificates.objects.get(pk=certificate.pk),
            move="supersede",
            label="由新证书代替",
            by=None,
            source=certificate.state,
            target="replaced",
            note=REASON,
        )


class Migration(migrations.Migration):
    dependencies = [("creation_cycle", "0008_certificate_of_title")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
