"""What the resources of one mounted LRS work with."""

from __future__ import annotations

from collectif.lrs.resources.service import EXTENSION, current_service

from ..lms import Mounted


def test_each_application_has_its_own_service(lrs: Mounted) -> None:
    with lrs.app.app_context():
        service = current_service()
    assert service is lrs.app.extensions[EXTENSION]
    assert service.database is lrs.database
    assert service.recorder is lrs.recorder
