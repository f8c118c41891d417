from asyncio import BaseEventLoop
from concurrent.futures import Executor

from PySide6.QtWidgets import QApplication

class QEventLoop(BaseEventLoop):
    def __init__(
        self,
        app: QApplication | None = None,
        set_running_loop: bool = False,
        already_running: bool = False,
    ) -> None: ...
    def set_default_executor(self, executor: Executor) -> None: ...  # type: ignore[override]
