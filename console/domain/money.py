"""Money in planning: whole hundredths of a cent, rounded once per cost line."""

from typing import NewType

Money = NewType("Money", int)
"""Hundredths of a cent; 10,000 are one euro."""

PER_EUR = 10_000


def from_eur(amount: float) -> Money:
    """Hundredths of a cent nearest to an amount in euros."""
    return Money(round(amount * PER_EUR))


def eur(money: int) -> float:
    """Euros, for people and files; never summed up again."""
    return money / PER_EUR


def at_rate(quantity: int, rate: Money, per: int) -> Money:
    """`quantity` at `rate` for every `per`, rounded half up once, in integers."""
    return Money((quantity * rate * 2 + per) // (per * 2))
