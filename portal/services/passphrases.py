"""Passphrases: what may be one, and how it is kept (argon2id).

12 to 128 characters as typed, no rules of composition; refused are those that
many people use, those that repeat or count, and those made of the person's or
the firm's own name. Hashing takes tens of milliseconds and as many megabytes:
it happens outside every transaction and two at a time.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.settings import Settings
from portal.text import Text, msg

SHORTEST, LONGEST = 12, 128
COMMON = Path(__file__).parent / "common_passphrases.txt"
CONTEXT = ("express entry", "immigration", "canada", "portal", "passphrase", "password")
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm",
             "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p")  # fmt: skip

_at_once = BoundedSemaphore(2)
# What an unknown address is compared with, so that it takes as long as a known one.
_NOBODY = "no account has this passphrase"


def fault(passphrase: str, about: Iterable[str] = ()) -> Text | None:
    """Why this may not be a passphrase, in words that tell how to mend it; None if it may.

    `about` holds what is easily known of the person and the firm (e-mail, names).
    """
    if len(passphrase) < SHORTEST:
        return msg(
            "Use at least %(least)s characters: three or four unrelated words do.", least=SHORTEST
        )
    if len(passphrase) > LONGEST:
        return msg("Use at most %(most)s characters.", most=LONGEST)
    plain = _plain(passphrase)
    if len(set(plain)) < 5 or _counts(plain) or plain in common():
        return msg("Many people use this one, so it is tried first. Choose another.")
    rest = plain
    for word in sorted({_plain(each) for each in (*_words(about), *CONTEXT)}, key=len)[::-1]:
        if len(word) > 2:
            rest = rest.replace(word, "")
    if len(re.sub(r"\d|\W|_", "", rest)) < 4 and rest != plain:
        return msg("This is little more than a name one can look up. Add words of your own.")
    if _trimmed(plain) in common():
        return msg("Many people use this one, so it is tried first. Choose another.")
    return None


def hashed(settings: Settings, passphrase: str) -> str:
    """The argon2id hash to store. Slow on purpose: never inside a step."""
    with _at_once:
        return _hasher(settings.argon2).hash(_typed(passphrase))


def fits(settings: Settings, stored: str | None, passphrase: str) -> bool:
    """Whether a passphrase is the stored one; without one, as slow and False."""
    hasher = _hasher(settings.argon2)
    with _at_once:
        try:
            hasher.verify(stored or _dummy(settings.argon2), _typed(passphrase))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def outdated(settings: Settings, stored: str) -> bool:
    """Whether a hash was made with parameters other than today's."""
    return _hasher(settings.argon2).check_needs_rehash(stored)


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Well-known passphrases, read once."""
    return frozenset(COMMON.read_text(encoding="utf-8").splitlines())


def _typed(passphrase: str) -> str:
    # The same key pressed on two systems may arrive composed or not; nothing else is changed.
    return unicodedata.normalize("NFC", passphrase[:LONGEST])


def _plain(text: str) -> str:
    return re.sub(r"[\s._-]+", "", unicodedata.normalize("NFKC", text).casefold())


def _trimmed(plain: str) -> str:
    return re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain)


def _words(about: Iterable[str]) -> Iterable[str]:
    for each in about:
        yield each
        yield from re.split(r"[\s@._+-]+", each)


def _counts(plain: str) -> bool:
    """Whether it is a run along the alphabet, the digits or the keyboard, or one piece repeated."""
    for run in SEQUENCES:
        for way in (run, run[::-1]):
            if plain in way * 3:
                return True
    return any(
        plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1)
    )


@lru_cache(maxsize=4)
def _hasher(cost: tuple[int, int, int]) -> PasswordHasher:
    rounds, kib, lanes = cost
    return PasswordHasher(time_cost=rounds, memory_cost=kib, parallelism=lanes)


@lru_cache(maxsize=4)
def _dummy(cost: tuple[int, int, int]) -> str:
    return _hasher(cost).hash(hashlib.sha256(_NOBODY.encode()).hexdigest())
