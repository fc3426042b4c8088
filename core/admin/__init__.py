from core.admin import registers  # noqa: F401  (Django discovers the registered models through this module)
from core.admin.lifecycle import LifecycleAdmin
from core.admin.scoped import ReadOnlyAdmin, ScopedInline, ScopedModelAdmin, StackedScopedInline

__all__ = ["LifecycleAdmin", "ReadOnlyAdmin", "ScopedInline", "ScopedModelAdmin", "StackedScopedInline"]
