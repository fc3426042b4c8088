"""PAdES signatures of many certificates with one key (ETSI EN 319 142-1, level B-B).

pyHanko builds the signature's container (CMS) once for a chunk. From one file to the next only the file's digest and
the signature over it differ, so these two are put in their places instead of building the container anew for each
file. A signature on an elliptic curve varies by a byte or two in length: it is made until it has the usual one, which
takes two attempts of some hundredths of a millisecond on average. One of RSA has always the same, and takes longer.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import pydyf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

ROOM = 8192
"""Hexadecimal digits that are kept free for the container: with an RSA key of 4096 bits it takes half of them."""
ATTEMPTS = 200
"""Half of all signatures on a curve have the usual length."""
CURVES = (ec.SECP256R1, ec.SECP384R1)
_RANGE = b"[0 %010d %010d %010d]"
_OPEN_RANGE = _RANGE % (0, 0, 0)
_OPEN_CONTENTS = b"/Contents <" + b"0" * ROOM + b">"


class UnusableKey(Exception):
    """The key file cannot be used for signing; the message says why, in Chinese."""


@dataclass(frozen=True)
class SigningKey:
    """A private key, on a curve or RSA, and the certificate (X.509) that names its owner."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def read(cls, content: bytes, password: str) -> "SigningKey":
        """Open a PKCS#12 file; raises UnusableKey."""
        try:
            private, certificate, _ = pkcs12.load_key_and_certificates(content, password.encode())
        except ValueError:
            raise UnusableKey("签名密钥文件打不开：文件损坏，或口令不对") from None
        on_curve = isinstance(private, ec.EllipticCurvePrivateKey) and isinstance(private.curve, CURVES)
        if not (on_curve or isinstance(private, rsa.RSAPrivateKey)) or certificate is None:
            raise UnusableKey("签名密钥文件里应有一个椭圆曲线（P-256 或 P-384）或 RSA 私钥和它的证书")
        return cls(private, certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate: what people compare."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def owner(self) -> str:
        return self.certificate.subject.rfc4514_string()

    @property
    def usual_size(self) -> int:
        """Bytes of most signatures: on a curve two numbers in DER, one of which begins with a zero."""
        size = self.private.key_size // 8
        return size if isinstance(self.private, rsa.RSAPrivateKey) else 2 * size + 7

    def sign(self, content: bytes) -> bytes:
        """The signature over `content`, of the usual size."""
        for _ in range(ATTEMPTS):
            if isinstance(self.private, rsa.RSAPrivateKey):
                signature = self.private.sign(content, padding.PKCS1v15(), hashes.SHA256())
            else:
                signature = self.private.sign(content, ec.ECDSA(hashes.SHA256()))
            if len(signature) == self.usual_size:
                return signature
        raise UnusableKey("签名长度变化，无法写入证书")


class Seal:
    """Signs the files of one chunk, all with the same time."""

    def __init__(self, key: SigningKey, at: datetime):
        self.key, self.at = key, at
        self._container, self._attributes, self._places = _container_of(key)

    def place(self, pdf: pydyf.PDF) -> None:
        """Put the empty signature into a PDF that is being written; `sign` fills it."""
        signature = _EmptySignature(self.at)
        pdf.add_object(signature)
        page = pdf.objects[pdf.pages["Kids"][0]]
        field = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String("Signature"),
                "F": 132,  # printed and locked
                "Rect": pydyf.Array([0, 0, 0, 0]),
                "P": page.reference,
                "V": signature.reference,
            }
        )
        pdf.add_object(field)
        page.setdefault("Annots", pydyf.Array()).append(field.reference)
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference]), "SigFlags": 3})

    def sign(self, pdf: bytes) -> bytes:
        """Return the written file with its signature over every byte but the signature's own."""
        start = pdf.index(_OPEN_CONTENTS) + len(b"/Contents ")
        end = start + ROOM + 2
        range_ = _RANGE % (start, end, len(pdf) - end)
        before = pdf[:start].replace(_OPEN_RANGE, range_, 1)
        after = pdf[end:]
        digest = hashlib.sha256(before + after).digest()
        filled = self._filled(digest).hex().encode().ljust(ROOM, b"0")
        return b"%b<%b>%b" % (before, filled, after)

    def _filled(self, digest: bytes) -> bytes:
        """The container for a file with this digest."""
        at_attributes, at_digest, at_signature = self._places
        size = len(digest)
        attributes = self._attributes[:at_attributes] + digest + self._attributes[at_attributes + size :]
        signature = self.key.sign(attributes)
        container = bytearray(self._container)
        container[at_digest : at_digest + size] = digest
        container[at_signature : at_signature + len(signature)] = signature
        return bytes(container)


class _EmptySignature(pydyf.Object):
    """The signature dictionary with room for what is not known yet; never packed, for its place must be found."""

    compressible = False

    def __init__(self, at: datetime):
        super().__init__()
        self.at = at

    @property
    def data(self) -> bytes:
        stated = (
            self.at.strftime("D:%Y%m%d%H%M%S")
            + self.at.strftime("%z")[:3]
            + "'"
            + self.at.strftime("%z")[3:]
            + "'"
        )
        return (
            b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached/M ("
            + stated.encode()
            + b")/ByteRange "
            + _OPEN_RANGE
            + _OPEN_CONTENTS
            + b">>"
        )


def _container_of(key: SigningKey) -> tuple[bytes, bytes, tuple[int, int, int]]:
    """A container for an invented digest, its signed attributes, and where digest and signature stand in them."""
    digest, signer = secrets.token_bytes(32), _signer(key)
    for _ in range(ATTEMPTS):
        content = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True))
        signed = content["content"]["signer_infos"][0]
        if len(signed["signature"].native) == key.usual_size:
            break
    container, attributes, signature = (
        content.dump(),
        signed["signed_attrs"].untag().dump(),
        signed["signature"].native,
    )
    places = (
        _once(attributes, digest),
        _once(container, digest),
        _once(container, signature),
    )
    return container, attributes, places


def _once(text: bytes, part: bytes) -> int:
    if text.count(part) != 1:
        raise UnusableKey("签名结构不符合预期")
    return text.index(part)


def _signer(key: SigningKey) -> SimpleSigner:
    private = key.private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
