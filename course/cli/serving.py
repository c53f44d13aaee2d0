"""A production-grade server on loopback for running alone: Gunicorn, one process, many threads.

One process, because SQLite has one writer; threads, because a page that waits must not stop others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

THREADS = 16


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn serving one application made beforehand."""

    def __init__(self, app: Flask, port: int, ready: Callable[[], None]) -> None:
        self._app = app
        self._options: dict[str, Any] = {
            "bind": f"127.0.0.1:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Give Gunicorn our options, and none from files or the environment."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


def serve(app: Flask, port: int, ready: Callable[[], None]) -> None:
    """Serve `app` on loopback until interrupted; `ready` is called once it listens."""
    Server(app, port, ready).run()
