"""Alerts keep the minute they were noticed in, not the one they are looked at."""

from datetime import UTC, datetime, timedelta

from console.shell.panes.activity import AlertsController
from console.viewmodels.activity import Alert, AlertKind, Severity
from widgets.activity.pane import AlertsPane
from widgets.common.theme import Theme

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=7)


def alert(kind: AlertKind, at: datetime) -> Alert:
    return Alert(str(kind), Severity.AT_RISK, at, kind)


def test_an_alert_keeps_the_time_it_was_noticed(qtbot):
    pane = AlertsPane(Theme.load("light"))
    qtbot.addWidget(pane)
    controller = AlertsController(pane)
    midnight = NOON.replace(hour=0)
    full = alert(AlertKind.SITE_FULL, midnight)
    door = alert(AlertKind.DOOR_OPEN, midnight)
    assert [a.at for a in controller.since([full, door], NOON)] == [NOON, midnight]
    assert [a.at for a in controller.since([full], LATER)] == [NOON]
    assert controller.since([], LATER) == []
    assert [a.at for a in controller.since([full], LATER)] == [LATER]
