"""What may be a passphrase, and how it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.services import passphrases
from portal.settings import Settings
from tests.world import CHEAP

ABOUT = ("ananya.rao@example.com", "Ananya Rao", "Larchmere Immigration")


@pytest.mark.asvs("6.2.1")
@pytest.mark.parametrize(
    "good",
    [
        "tulip gravel ninety cellar",
        "correcthorsebattery",
        "Тюльпан гравий подвал",
        "    spaces count    ok",
        "郁金香碎石地下室九十雪山灯",
        "n0 rules of composition!",
        "x1" * 5 + "unlikely ending" + "y" * 90,
    ],
)
def test_any_long_unusual_passphrase_will_do(good: str) -> None:
    assert len(good) <= 128
    assert passphrases.fault(good, ABOUT) is None


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize(
    "bad",
    [
        "",
        "elevenchars",
        "x" * 129,
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "abcdefghijklm",
        "qwertyuiop[]12",
        "qwertyuiopasdf",
        "987654321098",
        "password1234",
        "Password.2026",
        "passwordpassword",
        "leavemealone",
        "iloveyou2026!!",
        "1qaz2wsx3edc",
        "ananya.rao@example.com",
        "Ananya Rao 1990",
        "larchmere immigration",
        "Larchmere2026!",
        "express entry 2026",
        "immigration canada",
    ],
)
def test_what_is_short_common_or_easily_looked_up_is_refused(bad: str) -> None:
    assert passphrases.fault(bad, ABOUT) is not None


def test_a_name_inside_a_longer_passphrase_is_fine() -> None:
    assert passphrases.fault("ananya counts gravel lanterns", ABOUT) is None


@pytest.mark.asvs("11.4.2")
def test_a_hash_is_argon2id_with_todays_cost(portal_settings: Settings) -> None:
    real = Settings(data_dir=portal_settings.data_dir, database_url="sqlite://", secret_key="x")
    stored = passphrases.hashed(real, "tulip gravel ninety cellar")
    assert stored.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert passphrases.fits(real, stored, "tulip gravel ninety cellar")
    assert not passphrases.fits(real, stored, "tulip gravel ninety cellar ")
    assert not passphrases.outdated(real, stored)
    assert passphrases.outdated(replace(real, argon2=CHEAP), stored)


def test_nothing_fits_where_there_is_no_hash(portal_settings: Settings) -> None:
    assert not passphrases.fits(portal_settings, None, "no account has this passphrase")
    assert not passphrases.fits(portal_settings, "nonsense", "tulip gravel ninety cellar")


def test_the_same_keys_on_another_system_fit(portal_settings: Settings) -> None:
    stored = passphrases.hashed(portal_settings, "cafe\u0301 gravel ninety cellar")
    assert passphrases.fits(portal_settings, stored, "café gravel ninety cellar")
