"""The LRS by itself in a Flask application: what a worker weighs that serves nothing else."""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask

from collectif.lrs import LRS, Database


def lrs() -> Flask:
    """An application that is the LRS and nothing else."""
    app = Flask("alone")
    database = Database(sa.create_engine(os.environ["COLLECTIF_DATABASE"], pool_size=16))
    LRS().init_app(app, database=database, homepage="https://lrs.example.org")
    return app
