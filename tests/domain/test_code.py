"""Pickup codes: the arithmetic, the published vectors, the promises."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import code
from console.domain.code import CodeState, Redemption, Throttle
from console.domain.ids import CabinetId, DepositId

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SECRETS = st.integers(0, 999_999).map(lambda n: f"{n:06d}")
KEY = b"k" * 32
FRAME, DEPOSIT = CabinetId("c"), DepositId("d")


def test_the_published_vector() -> None:
    assert code.damm("572") == 4
    assert code.damm("5724") == 0


@given(SECRETS, st.integers(0, 6), st.integers(1, 9))
def test_no_single_slip_passes(secret: str, place: int, by: int) -> None:
    right = code.with_check(secret)
    digit = str((int(right[place]) + by) % 10)
    assert not code.well_typed(right[:place] + digit + right[place + 1 :])


@given(SECRETS, st.integers(0, 5))
def test_no_swap_passes(secret: str, place: int) -> None:
    right = code.with_check(secret)
    a, b = right[place], right[place + 1]
    swapped = right[:place] + b + a + right[place + 2 :]
    assert code.well_typed(swapped) == (a == b)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "123456",
        "12345678",
        "12345a7",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
        "-123456",
    ],
)
def test_what_is_no_code(typed: str) -> None:
    assert not code.well_typed(typed)


def test_drawing_goes_on_until_it_is_free() -> None:
    numbers = iter([7, 8, 42])
    taken = {code.with_check("000007"), code.with_check("000008")}
    got = code.draw(taken.__contains__, lambda below: next(numbers))
    assert got == code.with_check("000042")
    assert code.well_typed(code.draw(lambda wished: False))


def test_the_tag_is_what_it_says() -> None:
    typed = code.with_check("123456")
    message = b"lockyard/pickup/v1\x00c\x00d\x00" + typed.encode()
    kept = code.tag(KEY, FRAME, DEPOSIT, typed)
    assert kept == hmac.new(KEY, message, hashlib.sha256).digest()
    assert code.matches(KEY, FRAME, DEPOSIT, typed, kept)
    other = code.with_check("123457")
    assert not code.matches(KEY, FRAME, DEPOSIT, other, kept)
    assert not code.matches(KEY, CabinetId("e"), DEPOSIT, typed, kept)
    assert not code.matches(KEY, FRAME, DepositId("e"), typed, kept)
    assert not code.matches(b"x" * 32, FRAME, DEPOSIT, typed, kept)


@given(SECRETS, st.text())
def test_sealed_and_unsealed(secret: str, name: str) -> None:
    plain = code.with_check(secret)
    assert code.unseal(KEY, name, code.seal(KEY, name, plain)) == plain


def test_another_key_unseals_nothing() -> None:
    plain = code.with_check("123456")
    with pytest.raises(ValueError, match="n"):
        code.unseal(b"x" * 32, "n", code.seal(KEY, "n", plain))


@pytest.mark.parametrize(
    ("state", "used", "after", "wanted"),
    [
        (CodeState.LIVE, None, -1, Redemption.OPEN),
        (CodeState.LIVE, None, 0, Redemption.EXPIRED),
        (CodeState.USED, 0, 0, Redemption.REOPEN),
        (CodeState.USED, 0, 179, Redemption.REOPEN),
        (CodeState.USED, 0, 180, Redemption.SPENT),
        (CodeState.USED, 0, -1, Redemption.SPENT),
        (CodeState.USED, None, 0, Redemption.SPENT),
        (CodeState.REVOKED, 0, 0, Redemption.SPENT),
        (CodeState.REVOKED, None, -1, Redemption.SPENT),
    ],
)
def test_redemption(
    state: CodeState, used: int | None, after: int, wanted: Redemption
) -> None:
    moment = None if used is None else NOW
    now = NOW + timedelta(seconds=after)
    assert code.redemption(state, NOW, moment, now) is wanted


def test_the_pauses() -> None:
    count = Throttle()
    pauses: list[float] = []
    for _ in range(14):
        count = count.after_wrong(NOW)
        pauses.append(
            0 if count.until is None else (count.until - NOW) / timedelta(minutes=1)
        )
    assert pauses == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_somebody_who_stands_there_all_day_has_33_tries() -> None:
    count, now, tries = Throttle(), NOW, 0
    while now < NOW + timedelta(hours=24):
        if not count.locked(now):
            count, tries = count.after_wrong(now), tries + 1
        else:
            now += timedelta(seconds=1)
    assert tries == 33


def test_a_day_without_a_wrong_code_is_a_new_start() -> None:
    count = Throttle()
    for _ in range(9):
        count = count.after_wrong(NOW)
    assert count.after_wrong(NOW + timedelta(hours=23)).wrong == 10
    assert count.after_wrong(NOW + timedelta(hours=24)) == Throttle(
        1, NOW + timedelta(hours=24)
    )


def test_the_alarm_is_raised_once() -> None:
    counts = [Throttle()]
    for _ in range(8):
        counts.append(counts[-1].after_wrong(NOW))
    assert [c.wrong for c in counts if c.alarming] == [5]
    assert all(a.wrong + 1 == b.wrong for a, b in pairwise(counts))


def test_a_clock_set_back_locks_nobody_out_for_long() -> None:
    count = Throttle(5, NOW, NOW + timedelta(minutes=1))
    assert count.locked(NOW)
    assert not count.locked(NOW + timedelta(minutes=1))
    assert not count.locked(NOW - timedelta(days=400))
    assert not Throttle().locked(NOW)


def test_the_throttle_of_a_long_attack_stays_finite() -> None:
    late = Throttle(10_000, NOW).after_wrong(NOW)
    assert late.until == NOW + timedelta(minutes=60)
