"""Pickup codes: what is drawn, what is kept, and how often one may be wrong.

A code is six secret digits and a check digit (Damm 2004, "Total anti-symmetric
quasigroups"): a wrong digit or two swapped ones are seen on the keypad, cost no attempt
and never open another door. Only `tag` is kept: HMAC-SHA-256 under a key that is not in
the database, over cabinet, deposit and code. It meets the entropy, single use, hashing
and throttling rules for look-up secrets of NIST SP 800-63B; deliberately not its ten
minutes, because a parcel waits for days.

Five wrong codes, then a pause of 1, 2, 4 ... 60 minutes after each: 33 tries in a day,
so that a day of trying opens one of 60 live doors with a chance of 0.2 %.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from console.domain.ids import CabinetId, DepositId

Code = NewType("Code", str)
"""Seven digits as a person types them."""

SECRET_DIGITS = 6
KEEP = timedelta(hours=72)
"""How long a deposit waits unless somebody extends it."""
GRACE = timedelta(minutes=3)
"""After the door was opened the same code opens it again: it was shut by mistake."""
FREE_TRIES = 5
LONGEST = timedelta(minutes=60)
FORGET = timedelta(hours=24)
"""After so long without a wrong code the counting starts anew."""

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class CodeState(StrEnum):
    """What a kept tag is good for."""

    LIVE = "live"
    USED = "used"
    """Opened its door; good for the grace time only."""
    REVOKED = "revoked"


class Redemption(StrEnum):
    """What a code that matched may do now."""

    OPEN = "open"
    REOPEN = "reopen"
    EXPIRED = "expired"
    SPENT = "spent"


class Refusal(StrEnum):
    """Why a typed code opens nothing."""

    MISTYPED = "mistyped"
    """Not seven digits, or the check digit is wrong; costs no attempt."""
    WRONG = "wrong"
    LOCKED_OUT = "locked_out"
    EXPIRED = "expired"
    SPENT = "spent"
    IN_DOUBT = "in_doubt"
    """The code is right; nobody is sure of the compartment, a person must come."""


def damm(digits: str) -> int:
    """The check digit of a string of digits."""
    row = 0
    for digit in digits:
        row = _DAMM[row][int(digit)]
    return row


def with_check(secret: str) -> Code:
    """The code of six secret digits."""
    return Code(f"{secret}{damm(secret)}")


def well_typed(typed: str) -> bool:
    """Whether it is seven digits of which the last fits."""
    whole = len(typed) == SECRET_DIGITS + 1 and typed.isascii() and typed.isdigit()
    return whole and damm(typed) == 0


def draw(
    taken: Callable[[Code], bool], below: Callable[[int], int] = secrets.randbelow
) -> Code:
    """A code that is not taken. `below(n)` gives a secret whole number in [0, n)."""
    while True:
        code = with_check(f"{below(10**SECRET_DIGITS):0{SECRET_DIGITS}d}")
        if not taken(code):
            return code


def tag(key: bytes, cabinet: CabinetId, deposit: DepositId, code: str) -> bytes:
    """32 bytes that say nothing about the code to whoever lacks the key."""
    parts = ("lockyard/pickup/v1", cabinet, deposit, code)
    return hmac.digest(key, b"\x00".join(p.encode() for p in parts), hashlib.sha256)


def matches(
    key: bytes, cabinet: CabinetId, deposit: DepositId, code: str, kept: bytes
) -> bool:
    """Whether a code belongs to a kept tag, in constant time."""
    return hmac.compare_digest(tag(key, cabinet, deposit, code), kept)


def seal(key: bytes, name: str, code: Code) -> str:
    """A code to be kept until its message is sent, unreadable without the key.

    `name` is used for one code only: the code is added to a stream made from key and
    name, which hides it as long as no two codes share a stream.
    """
    stream = _stream(key, name)
    return bytes(a ^ b for a, b in zip(code.encode(), stream, strict=False)).hex()


def unseal(key: bytes, name: str, sealed: str) -> Code:
    """What was sealed under this name. Raises ValueError for what was not."""
    text = bytes(
        a ^ b for a, b in zip(bytes.fromhex(sealed), _stream(key, name), strict=False)
    )
    code = text.decode("ascii", "replace")
    if not well_typed(code):
        raise ValueError(name)
    return Code(code)


def _stream(key: bytes, name: str) -> bytes:
    return hmac.digest(key, b"lockyard/seal/v1\x00" + name.encode(), hashlib.sha256)


def redemption(
    state: CodeState, deadline: datetime, used: datetime | None, now: datetime
) -> Redemption:
    """What a matching code may do; `used` is when it opened its door."""
    if state is CodeState.LIVE:
        return Redemption.OPEN if now < deadline else Redemption.EXPIRED
    recent = used is not None and used <= now < used + GRACE
    again = state is CodeState.USED and recent
    return Redemption.REOPEN if again else Redemption.SPENT


@dataclass(frozen=True, slots=True)
class Throttle:
    """Wrong codes at one cabinet or from one source: how many, the last, the pause."""

    wrong: int = 0
    last: datetime | None = None
    until: datetime | None = None

    def locked(self, now: datetime) -> bool:
        """Whether typed codes are not looked at. No longer than the longest pause,
        even where the clock was set back."""
        return self.until is not None and self.until - LONGEST <= now < self.until

    def after_wrong(self, now: datetime) -> "Throttle":
        """One more wrong code. A right one changes nothing: somebody who has one
        could otherwise try for ever."""
        old = self.last is not None and now - self.last >= FORGET
        wrong = 1 if old else self.wrong + 1
        if wrong < FREE_TRIES:
            return Throttle(wrong, now)
        minutes = 2 ** min(wrong - FREE_TRIES, 6)
        return Throttle(wrong, now, now + min(timedelta(minutes=minutes), LONGEST))

    @property
    def alarming(self) -> bool:
        """Whether a person should hear of it, once in a row of wrong codes."""
        return self.wrong == FREE_TRIES
