"""What people do again and again on their way, in the words of the pages."""

from playwright.sync_api import Page, expect


def fill_in(page: Page, **values: str) -> None:
    """Type into the controls of these names; a select is chosen by the option's words."""
    for name, value in values.items():
        control = page.locator(f"main [name={name}], #content [name={name}]").first
        if control.evaluate("element => element.localName") == "select":
            control.select_option(label=value)
        else:
            control.fill(value)


def add_member(page: Page, name: str, **values) -> None:
    """One row of the roster, in the form that htmx brings."""
    checks = values.pop("checks", ())
    page.get_by_role("link", name="添加成员").click()
    page.get_by_label("姓名").wait_for()
    fill_in(page, name=name, **values)
    for label in checks:
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="保存成员").click()
    page.get_by_role("link", name=name, exact=True).wait_for()


def make_move(page: Page, label: str, **inputs: str) -> None:
    """A move of the transition panel: its button, the page that explains it, its inputs, the confirmation."""
    page.get_by_role("link", name=label, exact=True).click()
    fill_in(page, **inputs)
    page.get_by_role("button", name=f"确认{label.removeprefix('确认')}", exact=True).click()
    expect(page.get_by_text(f"已办理“{label}”")).to_be_visible()


def find_record(page: Page, model: str, words: str) -> None:
    """Open a record from its list in the admin, found by `words`."""
    page.goto(f"/admin/{model}/")
    page.locator("#result_list").get_by_role("link", name=words).first.click()
    page.wait_for_load_state()
