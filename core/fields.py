"""Model fields for personal data: encrypted at rest, findable through a blind index."""

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.signals import class_prepared
from django_fsm import FSMField

from core.crypto import blind_index, decrypt, encrypt, fingerprint


class EncryptedTextField(models.TextField):
    """Text that the database only sees encrypted (AES-GCM, bound to this model and field).

    Reading raises `core.crypto.DecryptionFailed` when the stored text was altered or moved. Ciphertext
    differs on every save, so the only lookups are `isnull` and `=""`; to find a row, add a BlindIndexField. NULL and ""
    hold no secret and are stored as they are. Renaming the model or the field needs a data migration.
    """

    @property
    def context(self) -> str:
        """The associated data: a ciphertext copied into another column does not open there."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_save(self, value, connection):
        if value is None or value == "" or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return encrypt(str(value), context=self.context)

    def from_db_value(self, value, expression, connection):
        return decrypt(value, context=self.context) if value else value

    def fingerprint(self, instance) -> str:
        """What a digest over the row may hold: keyed, so that nobody can try out values against it."""
        value = self.value_from_object(instance)
        return fingerprint(str(value), context=self.context) if value else ""

    def get_lookup(self, lookup_name):
        if lookup_name == "exact":
            return HoldsNothing
        if lookup_name != "isnull":
            raise FieldError(f"{self.context} is encrypted: only isnull works; filter by its blind index")
        return super().get_lookup(lookup_name)


class HoldsNothing(Exact):
    """`field=""`: nothing was encrypted, so nothing differs on every save. Any other value is refused."""

    def __init__(self, lhs, rhs):
        if rhs != "":
            raise FieldError('an encrypted column can be compared with nothing but ""; use its blind index')
        super().__init__(lhs, rhs)


class BlindIndexField(models.CharField):
    """Keyed hash of another field of the same row, filled on save: `filter(index=blind_index(typed))`.

    `save(update_fields=…)` must name the source and the index together, because Django writes only what is
    named. `bulk_update` does not call `pre_save`: assign the index by hand there.
    """

    def __init__(self, source: str, *args, **kwargs):
        self.source = source
        defaults = {"max_length": 64, "null": True, "blank": True, "editable": False, "db_index": True}
        super().__init__(*args, **(defaults | kwargs))

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        # Django leaves out what is its own default; here the default is an index, so its absence has to be said.
        return name, path, args, kwargs | {"source": self.source, "db_index": self.db_index}

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.source)
        index = blind_index(value) if value else None
        setattr(model_instance, self.attname, index)
        return index


class StateField(FSMField):
    """The state of a lifecycle, cheap in migrations.

    django-fsm lets every field look at every class that is made from then on. Migrations make thousands of passing
    classes, so that each one asked all before it: half of the time of `migrate`. Those have no moves to collect.
    """

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if cls.__module__ == "__fake__":
            class_prepared.disconnect(self._collect_transitions)
