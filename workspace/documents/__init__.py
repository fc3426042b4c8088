"""Forms on paper 表格: one layout and one set of data give PDF, DOCX and XLSX (domain.md §5).

A form is a `DocumentKind`: a `Layout` of named fields, and a function that answers a record with the `Values` of
those names. The names are Chinese words (集体名称), because a committee meets them in Word: it downloads the DOCX
template that is made from the layout, moves and rewords what it likes, and uploads it as its own
(`DocumentTemplate`). Houses register their kinds with `kinds.register` in `AppConfig.ready`.

    DocumentKind("filing", "报备登记表", LAYOUT, values_of)
    → render.document(kind, record, "pdf", committee=unit.committee) → Document(name, content, content_type)
"""
