"""What every test folder shares: a home of its own, the development data if it is there, sample files."""

import os
from pathlib import Path

import pytest

from pantry.home import REPOSITORY, Home

SAMPLES = REPOSITORY / "samples"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return an empty home folder."""
    return Home.at(tmp_path / "home").create()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of development data, or skip: it is not part of the product."""
    folder = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not (folder / "receipts").is_dir():
        pytest.skip(f"development data is not at {folder}")
    return folder
