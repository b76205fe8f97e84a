"""What holds for every test: a law fails by what it finds, not by how busy the machine is; gold standards run if they can."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.material import SHARED, excuse, is_ci

settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and (why := excuse(SHARED, ci=is_ci())):
        pytest.skip(why)
