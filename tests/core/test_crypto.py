"""Sealing and opening values: rotation, tampering, configuration."""

import base64

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import DecryptionFailed, blind_index, decrypt, encrypt

OLD_KEY = base64.b64encode(b"o" * 32).decode()
NEW_KEY = base64.b64encode(b"n" * 32).decode()
COLUMN = "units.member.identity_number"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_again(text):
    assert decrypt(encrypt(text, context=COLUMN), context=COLUMN) == text


def test_equal_values_are_sealed_differently():
    sealed = {encrypt("11010519491231002X", context=COLUMN) for _ in range(3)}
    assert len(sealed) == 3
    assert not any("11010519491231002X" in text for text in sealed)


def test_ciphertext_does_not_open_in_another_column():
    with pytest.raises(DecryptionFailed):
        decrypt(encrypt("secret", context=COLUMN), context="units.member.phone")


@pytest.mark.parametrize("position", [0, 12, -1])
def test_one_changed_bit_is_noticed(position):
    version, key_id, encoded = encrypt("secret", context=COLUMN).split(".")
    blob = bytearray(base64.b64decode(encoded))
    blob[position] ^= 1
    with pytest.raises(DecryptionFailed):
        decrypt(f"{version}.{key_id}.{base64.b64encode(blob).decode()}", context=COLUMN)


@pytest.mark.parametrize("stored", ["11010519491231002X", "v1.zz.!!!", "v9.00000000.AAAA", "a.b.c.d"])
def test_foreign_text_is_refused_by_name(stored):
    with pytest.raises(DecryptionFailed):
        decrypt(stored, context=COLUMN)


def test_a_truncated_value_is_refused_by_name():
    version, key_id, _ = encrypt("secret", context=COLUMN).split(".")
    with pytest.raises(DecryptionFailed):
        decrypt(f"{version}.{key_id}.AAAA", context=COLUMN)


def test_rotation_keeps_old_values_readable_and_writes_new_ones_under_the_new_key(settings):
    settings.FIELD_ENCRYPTION_KEY = OLD_KEY
    old = encrypt("secret", context=COLUMN)
    settings.FIELD_ENCRYPTION_KEY, settings.FIELD_ENCRYPTION_PREVIOUS_KEYS = NEW_KEY, [OLD_KEY]
    new = encrypt("secret", context=COLUMN)
    assert decrypt(old, context=COLUMN) == "secret"
    settings.FIELD_ENCRYPTION_PREVIOUS_KEYS = []
    assert decrypt(new, context=COLUMN) == "secret"
    with pytest.raises(DecryptionFailed, match="FIELD_ENCRYPTION_PREVIOUS_KEYS"):
        decrypt(old, context=COLUMN)


def test_blind_index_ignores_width_case_and_blanks_only():
    index = blind_index("11010519491231002X")
    assert len(index) == 64
    assert blind_index(" １１０１０５ 19491231002x ") == index
    assert blind_index("110105194912310029") != index


def test_blind_index_depends_on_its_key(settings):
    before = blind_index("13812345678")
    settings.BLIND_INDEX_KEY = NEW_KEY
    assert blind_index("13812345678") != before


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "FIELD_ENCRYPTION_KEY is not set; generate one with: openssl rand -base64 32"),
        ("not base64!", "FIELD_ENCRYPTION_KEY is not valid base64; it must encode 32 bytes"),
        ("键", "FIELD_ENCRYPTION_KEY is not valid base64; it must encode 32 bytes"),
        (base64.b64encode(b"short").decode(), "FIELD_ENCRYPTION_KEY encodes 5 bytes; it must encode 32"),
    ],
)
def test_an_unusable_key_is_a_check_error_and_never_used(settings, key, sentence):
    settings.FIELD_ENCRYPTION_KEY = key
    assert [(e.id, e.msg) for e in run_checks(tags=["security"]) if e.id.startswith("core.")] == [
        ("core.E001", sentence)
    ]
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEY"):
        encrypt("secret", context=COLUMN)


def test_one_key_for_two_purposes_is_a_check_error(settings):
    settings.FIELD_ENCRYPTION_KEY = settings.BLIND_INDEX_KEY = NEW_KEY
    assert [e.id for e in run_checks(tags=["security"]) if e.id.startswith("core.")] == ["core.E002"]


def test_the_keys_of_this_configuration_pass():
    assert [e for e in run_checks(tags=["security"]) if e.id.startswith("core.")] == []
