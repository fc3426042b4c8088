"""Looks into a PDF that a stranger sent, in a process of its own: bytes on standard input, JSON on standard output.

It may be anything, made to fill all memory or to crash its reader. Here that ends this process only, which has half
a gigabyte and some seconds and reaches nothing else. The answer is a claim of the file, never a proof: the caller
compares it with the register. Run as a script; `look_into` calls it.
"""

import json
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO

MEMORY, SECONDS, PATIENCE = 512 * 1024 * 1024, 10, 20
NUMBER = re.compile(r"[GSDXJ]\d{6}-\d{4}-\d{4,6}-[0-9A-Z]")
NONE, INTACT, BROKEN = "none", "intact", "broken"


@dataclass(frozen=True)
class Claims:
    """What the file says of itself: a number, how its signature fares (`NONE`, `INTACT` or `BROKEN`), who signed."""

    number: str = ""
    signature: str = NONE
    signer: str = ""
    """SHA-256 of the signing certificate."""


def look_into(pdf: bytes) -> Claims | None:
    """What the file claims; None for one that cannot be read as a PDF."""
    try:
        done = subprocess.run(  # noqa: S603  (our own script, the file is its input)
            [sys.executable, "-I", __file__], input=pdf, capture_output=True, timeout=PATIENCE, check=False
        )
        return Claims(**json.loads(done.stdout)) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        return None


def _number_in(pdf: bytes) -> str:
    """The number in the title or behind the code's link; "" where there is none."""
    import pikepdf  # this and what follows belong to the child process

    with pikepdf.open(BytesIO(pdf)) as opened:
        said = [str(opened.docinfo.get("/Title", ""))]
        for note in list(opened.pages[0].get("/Annots", []))[:20]:
            said.append(str(note.get("/A", {}).get("/URI", "")))
    found = [match[0] for text in said if (match := NUMBER.search(text))]
    return found[0] if found else ""


def _signature_in(pdf: bytes) -> tuple[str, str]:
    """How the first signature fares, and the digest of the certificate that it names."""
    from hashlib import sha256

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not signatures:
        return NONE, ""
    named = signatures[0].signer_cert
    signer = sha256(named.dump()).hexdigest()
    try:
        status = validate_pdf_signature(
            signatures[0], ValidationContext(trust_roots=[named], allow_fetching=False)
        )
    except Exception:  # whatever the library finds in a mangled signature
        return BROKEN, signer
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return (INTACT if status.intact and status.valid and whole else BROKEN), signer


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pdf = sys.stdin.buffer.read()
    claims = {"number": "", "signature": NONE, "signer": ""}
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    claims["number"] = _number_in(pdf)
    try:
        claims["signature"], claims["signer"] = _signature_in(pdf)
    except Exception:  # not readable by the stricter of the two readers: then nothing in it is signed
        claims["signature"] = BROKEN if b"/ByteRange" in pdf else NONE
    json.dump(claims, sys.stdout)


if __name__ == "__main__":
    main()
