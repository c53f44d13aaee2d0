"""What the benchmark serves: Collectif as it is, and beside it an empty Flask application."""

from __future__ import annotations

from flask import Flask, request

from collectif.course import create_app


def course() -> Flask:
    """Collectif with all its parts, configured by the environment."""
    return create_app()


def empty() -> Flask:
    """The least a Flask application does: a body is read, a few bytes are answered."""
    app = Flask("empty")

    @app.route("/empty", methods=["GET", "POST"])
    def nothing() -> tuple[bytes, dict[str, str]]:
        request.get_data(cache=False)
        return b'["ok"]', {"Content-Type": "application/json"}

    return app
