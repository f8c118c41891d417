"""Small values kept as text in a column: reasons, settings."""

import json
from collections.abc import Mapping

from console.domain.depot_model import Setting
from console.domain.reasons import Reason, ReasonCode


def dumps(value: object) -> str:
    """Sorted keys, UTF-8, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def reason_text(reason: Reason | None) -> str | None:
    """A reason as `[code, argument, ...]`."""
    return None if reason is None else dumps([str(reason.code), *reason.args])


def reason_of(text: str | None) -> Reason | None:
    """The reason a column holds."""
    if text is None:
        return None
    code, *args = json.loads(text)
    return Reason(ReasonCode(code), tuple(args))


def settings_of(text: str) -> Mapping[str, Setting]:
    """The settings a column holds."""
    found: dict[str, Setting] = json.loads(text)
    return found
