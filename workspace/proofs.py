"""Opening proofs for the houses below, with the openers of activity files (see `core.proofs`)."""

from django.core.files.base import File

from workspace.media.cleaned import Unusable
from workspace.media.images import clean_image
from workspace.media.papers import clean_paper, is_paper

HEAD = 16


def open_proof(upload) -> tuple[str, File]:
    """A picture or document written anew; raises ValueError with the reason in words."""
    upload.seek(0)
    opener = clean_paper if is_paper(upload.read(HEAD)) else clean_image
    upload.seek(0)
    try:
        opened = opener(upload)
    except Unusable as unusable:
        raise ValueError(str(unusable)) from None
    return opened.suffix, opened.content
