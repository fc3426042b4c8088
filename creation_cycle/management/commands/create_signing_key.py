"""`manage.py create_signing_key`: a key for the signatures inside certificates, made where the portal runs."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from creation_cycle.certificates.sealing import SigningKey
from creation_cycle.certificates.signing_key import make_signing_key

SHORTEST = 12


class Command(BaseCommand):
    help = "生成电子证书的签名密钥（PKCS#12），写入 SIGNING_KEY_FILE，口令取自环境变量 SIGNING_KEY_PASSWORD"

    def add_arguments(self, parser):
        parser.add_argument("--owner", required=True, help="以谁的名义签名，例如：共青团某某市委员会")
        parser.add_argument("--years", type=int, default=10, help="有效年数，默认 10")

    def handle(self, *, owner, years, **options):
        path, password = settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_PASSWORD
        if not path:
            raise CommandError("请先设置 SIGNING_KEY_FILE：密钥文件的位置，放在代码目录之外")
        if len(password) < SHORTEST:
            raise CommandError(f"请先设置 SIGNING_KEY_PASSWORD：至少 {SHORTEST} 个字符")
        self._write(Path(path), make_signing_key(owner=owner, years=years, password=password))
        key = SigningKey.read(Path(path).read_bytes(), password)
        self.stdout.write(f"已生成 {path}\n名义：{owner}\n证书指纹（SHA-256）：{key.fingerprint}")
        self.stdout.write("请备份该文件和口令，并公布指纹，供公众核对。")

    def _write(self, path: Path, content: bytes) -> None:
        """Never over a key that is there: what it signed could not be told from forgeries any more."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(
                f"{path} 已存在，不会覆盖。需要更换密钥时，请先改设 SIGNING_KEY_FILE"
            ) from None
        with os.fdopen(handle, "wb") as file:
            file.write(content)
