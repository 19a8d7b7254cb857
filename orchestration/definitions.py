"""Everything Dagster knows of Larder, assembled."""

import dagster as dg

from assets import documents, models, nightly, recipes, warehouse
from assets.homes import HomeResource
from orchestration.jobs import JOBS, SCHEDULES
from orchestration.sensors import SENSORS

defs = dg.Definitions(
    assets=dg.load_assets_from_modules([documents, recipes, warehouse, nightly, models]),
    jobs=JOBS,
    schedules=SCHEDULES,
    sensors=SENSORS,
    resources={"larder": HomeResource()},
)
