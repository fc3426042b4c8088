"""Making a signing key: on the curve P-256, with a self-signed certificate that says in whose name it signs."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

CURVE = ec.SECP256R1()
"""As strong as RSA of 3,072 bits, good beyond 2030 by NIST's tables (SP 800-57), and a signature takes a fiftieth."""


def make_signing_key(*, owner: str, years: int, password: str) -> bytes:
    """Return a PKCS#12 file, locked with `password`, with a new key of `owner` that is good for `years`."""
    private = ec.generate_private_key(CURVE)
    certificate = _self_signed(private, owner, years)
    locked = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"certificates", private, certificate, None, locked)


def _self_signed(private: ec.EllipticCurvePrivateKey, owner: str, years: int) -> x509.Certificate:
    name = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, owner)]
    )
    today = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=366 * years))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
