"""How Gunicorn serves Collectif with the application built once for all workers:

gunicorn --config python:collectif.course.preforked … "collectif.course:create_app()"
"""

from __future__ import annotations

import os

preload_app = True
raw_env = ["COLLECTIF_PRELOADED=true"]
worker_class = "gthread"
threads = 16 if os.environ.get("COLLECTIF_DATABASE", "").startswith("postgresql") else 8
"""Recordings that wait together share a commit, which takes longer on PostgreSQL."""
keepalive = 30
control_socket_disable = True
