"""The counter: noon of the Monday on which the tests of registration take place."""

from __future__ import annotations

import pytest
import time_machine

from tests.petitions.counter import NOON


@pytest.fixture
def store(settings, tmp_path):
    """Where attachments lie."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield tmp_path


@pytest.fixture
def clerk(cast, store, sign_in):
    return sign_in("clerk")
