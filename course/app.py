"""The smallest host: for running alone, and for the demo."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Flask

from .config import PREFIX
from .extension import Collectif
from .web import errors
from .web.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .config import Settings
    from .services.house import Rooms


def create_app(config: Mapping[str, Any] | None = None, **options: Any) -> Flask:
    """An application that is the course and nothing else.

    Settings come from `COLLECTIF_…` environment variables, then from `config`. Without a
    `SECRET_KEY` one is made and kept in the instance folder, readable by its owner only.
    `options` go to `Collectif.init_app`.
    """
    instance = os.environ.get("COLLECTIF_INSTANCE")
    app = Flask(
        "collectif_app",
        static_folder=None,
        instance_path=instance and str(Path(instance).resolve()),
    )
    for key, value in os.environ.items():
        if key.startswith(PREFIX) and key not in ("COLLECTIF_INSTANCE", "COLLECTIF_SECRET_KEY"):
            app.config[key] = value
    app.config.update(
        SECRET_KEY=os.environ.get("COLLECTIF_SECRET_KEY"),
        SESSION_COOKIE_NAME="collectif",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # else every file that caches may share carries a cookie
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.update(config or {})
    app.session_interface = Sessions()
    if not app.secret_key:
        app.secret_key = _kept_secret(Path(app.instance_path))
    Collectif().init_app(app, **options)
    _set_cookie(app, cast("Rooms", app.extensions["collectif"]).house.settings, config or {})
    errors.register_alone(app)
    return app


def _set_cookie(app: Flask, settings: Settings, config: Mapping[str, Any]) -> None:
    """The session's cookie lasts as long as a sign-in, and is kept to HTTPS where that is spoken."""
    app.permanent_session_lifetime = timedelta(days=settings.session_days)
    if "SESSION_COOKIE_SECURE" not in config:
        app.config["SESSION_COOKIE_SECURE"] = settings.base_url.startswith("https:")


def _kept_secret(folder: Path) -> str:
    """The secret of this instance, made at the first start."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
