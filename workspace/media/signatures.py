"""What the XML of a Word file says about its writers beside its text: names, times, computers, folders."""

from lxml import etree

NOBODY = "匿名"
TIMES = {"date", "dateUtc"}
PEOPLE = {"author", "initials", "userId", "providerId"}
TRACES = {"docId", "docVars", "mailMerge", "printerSettings", "rsids"}
"""Elements of the settings that know the writer's computer, its printer and its data."""
PICTURES = {"docPr", "cNvPr"}
"""Word notes here which file on which computer a picture came from."""


def sign_off(root: etree._Element) -> None:
    """Changes are kept as changes and comments as comments, by nobody and at no time."""
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in TRACES and element.getparent() is not None:
            element.getparent().remove(element)
            continue
        for key in list(element.attrib):
            _silence(element, name, key)


def _silence(element: etree._Element, name: str, key: str) -> None:
    """Names stay as attributes, because Word calls a change without an author broken."""
    said = etree.QName(key)
    if said.namespace:
        if said.localname in PEOPLE:
            element.set(key, NOBODY)
        elif said.localname in TIMES or said.localname.startswith("rsid"):
            del element.attrib[key]
    elif name in PICTURES and key in ("name", "descr", "title"):
        element.set(key, "")
