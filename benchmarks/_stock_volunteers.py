"""What others would write on django-import-export for the same register, and the plain copy that nobody can beat."""

import csv
import io
from datetime import datetime

from django.db import connection
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader, ModelInstanceLoader

from core import grams
from core.crypto import blind_index, encrypter, indexer
from units.models import Region
from volunteers.models import Volunteer, VolunteerOrganisation
from volunteers.validators import validate_identity

SEXES = {"男": "male", "女": "female"}


class Remembering(widgets.ForeignKeyWidget):
    """Reads the code table once: without it the stock engine asks for each row."""

    known = None

    def clean(self, value, row=None, **kwargs):
        if self.known is None:
            self.known = {getattr(record, self.field): record for record in self.model.objects.all()}
        return self.known[value]


class SexWidget(widgets.CharWidget):
    def clean(self, value, row=None, **kwargs):
        return SEXES[value]


def stock_resource(**meta):
    """A resource with the same checks; `use_bulk` also remembers code tables and loads instances at once."""
    is_bulk = meta.get("use_bulk", False)
    key = Remembering if is_bulk else widgets.ForeignKeyWidget
    loader = CachedInstanceLoader if is_bulk else ModelInstanceLoader

    class StockResource(resources.ModelResource):
        number = fields.Field("number", "number")
        name = fields.Field("name", "姓名")
        identity_number = fields.Field("identity_number", "身份证号")
        identity_index = fields.Field("identity_index", "identity_index")
        phone = fields.Field("phone", "手机号")
        birth_date = fields.Field("birth_date", "出生日期", widgets.DateWidget())
        sex = fields.Field("sex", "性别", SexWidget())
        region = fields.Field("region", "居住区划代码", key(Region, "code"))
        organisation = fields.Field("organisation", "所属组织", key(VolunteerOrganisation, "name"))
        registered_on = fields.Field("registered_on", "注册日期", widgets.DateWidget())

        def before_import(self, dataset, **kwargs):
            cards = dataset["身份证号"]
            dataset.append_col([blind_index(card) for card in cards], header="identity_index")
            dataset.append_col([f"S{at:08d}" for at in range(len(cards))], header="number")

        def before_import_row(self, row, **kwargs):
            for column in ("出生日期", "注册日期"):
                if isinstance(row[column], datetime):
                    row[column] = row[column].date()
            validate_identity(
                row["身份证号"], kind="resident", birth_date=row["出生日期"], sex=SEXES[row["性别"]]
            )

        Meta = type(
            "Meta",
            (),
            {
                "model": Volunteer, "import_id_fields": ["identity_index"], "instance_loader_class": loader,
                "fields": (
                    "number", "name", "identity_number", "identity_index", "phone", "birth_date", "sex", "region",
                    "organisation", "registered_on",
                ),
                **meta,
            },
        )  # fmt: skip

    return StockResource


def export_resource():
    class ExportResource(resources.ModelResource):
        region = fields.Field("region__name", "居住区划")
        organisation = fields.Field("organisation__name", "登记组织")

        class Meta:
            model = Volunteer
            fields = (
                "number", "name", "identity_kind", "identity_number", "birth_date", "sex", "phone", "region",
                "organisation", "registered_on", "state",
            )  # fmt: skip

    return ExportResource


COLUMNS = (
    "number", "name", "grams", "identity_kind", "identity_number", "identity_index", "birth_date", "sex", "phone",
    "phone_index", "region_id", "organisation_id", "registered_on", "updated_on", "hold_reason", "state",
)  # fmt: skip


def copy_rows(rows) -> None:
    """COPY on PostgreSQL, one executemany on SQLite; encrypted and indexed as the columns have to be."""
    is_postgres = connection.vendor == "postgresql"
    words = grams.as_vector if is_postgres else grams.as_words
    regions = dict(Region.objects.values_list("code", "pk"))
    organisations = dict(VolunteerOrganisation.objects.values_list("name", "pk"))
    hide_card, hide_phone = (
        encrypter("volunteers.volunteer.identity_number"),
        encrypter("volunteers.volunteer.phone"),
    )
    index = indexer()
    filled = [
        (
            f"L{at:08d}", name, words(grams.grams_of(name)), "resident", hide_card(card), index(card),
            str(born)[:10], SEXES[sex], hide_phone(phone), index(phone), regions[region], organisations[organisation],
            str(since)[:10], str(since)[:10], "", "active",
        )
        for at, (name, card, phone, born, sex, region, organisation, since) in enumerate(rows)
    ]  # fmt: skip
    names, marks = ", ".join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        if is_postgres:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(filled)
            copy = f"COPY {Volunteer._meta.db_table} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (hold_reason))"
            with cursor.copy(copy) as stream:
                stream.write(text.getvalue())
            return
        cursor.execute("BEGIN")
        cursor.executemany(f"INSERT INTO {Volunteer._meta.db_table} ({names}) VALUES ({marks})", filled)
        cursor.execute("COMMIT")
