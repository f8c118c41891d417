"""Small values kept as text in a column: reasons, windows, settings."""

import json
from collections.abc import Iterable, Mapping

from console.domain.depot_model import Setting
from console.domain.place import TimeWindow
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


def windows_text(windows: Iterable[TimeWindow]) -> str:
    """Windows as `[[start_s, end_s], ...]`."""
    return dumps([[window.start_s, window.end_s] for window in windows])


def windows_of(text: str) -> tuple[TimeWindow, ...]:
    """The windows a column holds."""
    return tuple(TimeWindow(start_s, end_s) for start_s, end_s in json.loads(text))


def settings_of(text: str) -> Mapping[str, Setting]:
    """The settings a column holds."""
    found: dict[str, Setting] = json.loads(text)
    return found
