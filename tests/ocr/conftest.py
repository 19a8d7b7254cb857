"""What the tests of ocr share: the engine with its weights, built once, or a reason to skip."""

import pytest

from ocr.engines import Engine, build
from pantry.errors import NotReady


@pytest.fixture(scope="session")
def onnx_engine() -> Engine:
    """Return the default engine; `make setup` fetches its weights."""
    try:
        return build("onnx")
    except NotReady as error:
        pytest.skip(str(error))
