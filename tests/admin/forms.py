"""The admin's pages as a browser sends them back."""

from django.urls import reverse


def page(record, name: str = "change") -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


def posted(client, url: str) -> dict:
    """What the browser would send back from the page as it was loaded."""
    context = client.get(url).context_data
    forms = [context["adminform"].form]
    for rows in context["inline_admin_formsets"]:
        forms += [rows.formset.management_form, *rows.formset.forms]
    fields = [bound for form in forms for bound in form if bound.value() is not None]
    data = {bound.html_name: bound.value() for bound in fields}
    before = {b.html_initial_name: b.value() for b in fields if b.field.show_hidden_initial}
    seen = {"_seen": context["seen"]} if context.get("seen") else {}
    return {**data, **before, **seen}
