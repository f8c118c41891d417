"""What the house does not do, said as a code that a desk turns into words."""


class Refused(Exception):
    """A wish against a rule; nothing was changed. `code` says why and `args` what.

    Asking again helps only once what the code names is another.
    """

    def __init__(self, code: str, *args: str) -> None:
        super().__init__(code, *args)
        self.code = code
