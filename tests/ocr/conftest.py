"""What the tests of ocr share: the engine with its weights, built once, or a reason to skip."""

import pytest
from hypothesis import HealthCheck, settings

from ocr.engines.choice import Engine, build
from pantry.errors import NotReady

# A busy machine fails no property: speed is measured in bench/, never here.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def onnx_engine() -> Engine:
    """Return the default engine; `make setup` fetches its weights."""
    try:
        return build("onnx")
    except NotReady as error:
        pytest.skip(str(error))
