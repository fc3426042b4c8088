from core.models.access import AccessRecord
from core.models.field_edit import FieldEdit
from core.models.holiday import Holiday
from core.models.job import Job
from core.models.ledger import GENESIS, DailySeal, LedgerEntry, chained

__all__ = ["GENESIS", "AccessRecord", "DailySeal", "FieldEdit", "Holiday", "Job", "LedgerEntry", "chained"]
