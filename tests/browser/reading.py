"""Reads a page as its visitor does: which words stand on it, and whether it fits the screen."""

import re

from playwright.sync_api import Page

ALLOWED = re.compile(
    r"PDF|Word|Excel|CSV|XLSX|JSON|SHA|Atom"  # names of formats
    r"|\S+@\S+"  # mail addresses
    r"|https?://\S+|(?:/[\w.-]+)+/?"  # addresses
    r"|\b[A-Z]{1,5}\d[\w-]*"  # numbers of filings, certificates, volunteers
    r"|\b[0-9a-f]{64}\b"  # digests
    r"|\b[A-H]{1,8}\b"  # options that answer a question
)
FOREIGN = re.compile(r"[A-Za-z]{4,}")

WORDS = """() => {
  const apart = "script, style, noscript, template, code, .material-symbols-outlined";
  const seen = (element) => element.checkVisibility() && !element.closest(apart);
  const words = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (seen(texts.currentNode.parentElement)) words.push(texts.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (seen(element)) words.push(element.getAttribute(name));
    }
  }
  words.push(document.title);
  return words;
}"""
"""All that a sighted or a hearing visitor meets, without the ligatures of icon fonts."""


def foreign_words(page: Page, *names: str) -> list[str]:
    """Texts in Latin letters that are neither formats, addresses, numbers nor one of `names`."""
    found = []
    for text in page.evaluate(WORDS):
        rest = ALLOWED.sub("", text)
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if FOREIGN.search(rest):
            found.append(text.strip())
    return found


def width(page: Page) -> int:
    """How wide the content is; more than the screen means scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth")
