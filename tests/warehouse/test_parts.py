"""A full build in parts: every bucket is in one part, and together they are what one process builds."""

import pytest

from pantry.home import Home
from tests.warehouse.comparing import differences
from tests.warehouse.conftest import Town
from warehouse.build import refresh
from warehouse.errors import BuildFailed
from warehouse.landing import BUCKETS
from warehouse.parts import split
from warehouse.publish import read_manifest
from warehouse.reader import Warehouse


@pytest.mark.parametrize("parts", [1, 2, 3, 5, 64, 99])
def test_every_bucket_is_in_one_part(parts: int) -> None:
    ranges = [range(part.first_bucket, part.last_bucket + 1) for part in split(parts)]
    assert [bucket for one in ranges for bucket in one] == list(range(BUCKETS))
    assert max(map(len, ranges)) - min(map(len, ranges)) <= 1


def test_two_worker_processes_build_the_same_rows_in_the_same_order(
    town: Town, rebuilt: Warehouse, tmp_path
) -> None:
    fan_out = pytest.importorskip("assets.fan_out").DagsterFanOut(workers=2)
    home = Home.at(tmp_path / "home", town.home.journal_url)
    result = refresh(home, full=True, expectations=False, fan_out=fan_out)
    halves = Warehouse(home).rows("select bucket < 32 as is_first, count(*) as rows from marts.pantry_lots group by 1")
    assert len(halves) == 2, "each worker had something to build"
    assert differences(Warehouse(home), rebuilt, in_order=True) == {}
    assert result.events == Warehouse(home).rows("select count(*) as rows from marts.pantry_events")[0]["rows"]
    assert not list((home.warehouse / "parts").glob("*"))


def test_a_part_that_fails_leaves_the_last_version_published(town: Town, copy_of) -> None:
    home = copy_of(town.home, "part-fails")
    before = read_manifest(home)

    class Failing:
        workers = 2

        def __call__(self, home: Home, parts: object) -> None:
            raise BuildFailed("the second part ran out of disk")

    with pytest.raises(BuildFailed, match="second part"):
        refresh(home, full=True, expectations=False, fan_out=Failing())
    assert read_manifest(home) == before
    again = refresh(home, expectations=False)
    assert again.is_full and again.is_new
