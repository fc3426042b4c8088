"""Pages of the workspace; Django discovers them through this module."""

from workspace.admin import clusters, code_tables, document_templates, duties  # noqa: F401
