"""How Gunicorn serves Collectif with the application built once for all workers:

gunicorn --config python:collectif.course.preforked … "collectif.course:create_app()"
"""

from __future__ import annotations

preload_app = True
raw_env = ["COLLECTIF_PRELOADED=true"]
worker_class = "gthread"
threads = 8
keepalive = 30
control_socket_disable = True
