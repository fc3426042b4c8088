"""One certificate out of the tall page on which a chunk is laid out.

WeasyPrint lays out margins, backgrounds and page boxes anew for each page; that takes a quarter of a certificate's
time. So a chunk is one page, and each certificate is written as a page that paints one section of it.
"""

from weasyprint.document import Document
from weasyprint.draw import draw_stacking_context
from weasyprint.stacking import StackingContext

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
WIDTH, HEIGHT = 297 * MM, 210 * MM


class Leaf:
    """What WeasyPrint's PDF writer asks of a page; it paints the section as if it were alone."""

    width, height = WIDTH, HEIGHT
    bleed = dict.fromkeys(("top", "right", "bottom", "left"), 0)

    def __init__(self, page, page_box, section):
        self.bookmarks, self.links, self.anchors, self.forms = [], [], {}, {None: []}
        self._page_box, self._section, self._places = page_box, section, page.anchors
        self._top = section.position_y
        section.translate(dy=-self._top)

    def place_of(self, anchor: str) -> tuple[float, float] | None:
        """Top and bottom of an element, in pixels from the leaf's upper edge; None when it is not on it."""
        if anchor not in self._places:
            return None
        _left, top, _right, bottom = self._places[anchor]
        return top - self._top, bottom - self._top

    def paint(self, stream, scale=1):
        """Paint the section, which was moved to the top, so that its place in the chunk leaves no trace."""
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            draw_stacking_context(stream, StackingContext.from_box(self._section, self._page_box))


def leaves_of(document: Document) -> dict[str, Leaf]:
    """The sections by their ids; of one that was broken over pages, the first part."""
    leaves = {}
    for page in document.pages:
        page_box = page._page_box
        (body,) = page_box.children[0].children
        for section in body.children:
            name = section.element.get("id")
            if name not in leaves:
                leaves[name] = Leaf(page, page_box, section)
    return leaves
