from core.admin import registers  # noqa: F401  (Django discovers the registered models through this module)
from core.admin.filters import OwnRowsDropdown
from core.admin.lifecycle import LifecycleAdmin
from core.admin.recorded import PageAction, RecordedAdmin
from core.admin.scoped import (
    ReadOnlyAdmin,
    ScopedInline,
    ScopedModelAdmin,
    StackedScopedInline,
    WrittenByServices,
)

__all__ = [
    "LifecycleAdmin",
    "OwnRowsDropdown",
    "PageAction",
    "ReadOnlyAdmin",
    "RecordedAdmin",
    "ScopedInline",
    "ScopedModelAdmin",
    "StackedScopedInline",
    "WrittenByServices",
]
