"""What working on plans raises.

NothingPlanned
"""


class NothingPlanned(Exception):
    """There is no plan to edit, price or publish; build one first."""
