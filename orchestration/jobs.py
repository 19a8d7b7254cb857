"""The jobs and when they run: what belongs together in one process, and the clock's part."""

import dagster as dg

from assets.warehouse import FULL_BUILD_TAG

# A step in a process of its own costs seconds of imports; all of a job shares one.
EXECUTOR = dg.in_process_executor

ingest = dg.define_asset_job(
    "ingest",
    selection=dg.AssetSelection.assets(
        "inbox_documents", "receipt_readings", "photo_readings", "accepted_lots",
        "recipes", "recipe_ingredients", "match_index",
    ),
    description="Files in the inboxes become lots, questions for Review, or recipes.",
    executor_def=EXECUTOR,
)

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.assets("journal_landing").downstream()
    - dg.AssetSelection.assets("expiry_notices", "backup"),
    description="New events are landed, modelled, audited and published.",
    executor_def=EXECUTOR,
)

feeds = dg.define_asset_job(
    "feeds",
    selection=dg.AssetSelection.assets(
        "recipe_feeds", "recipe_pages", "recipes", "recipe_ingredients", "match_index"
    ),
    description="New recipes of the feeds that households follow.",
    executor_def=EXECUTOR,
)

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.assets("journal_landing").downstream()
    | dg.AssetSelection.assets("household_matches", "backup"),
    description="What fits each household, the warehouse anew from all events, what expires, a copy of the journal.",
    executor_def=EXECUTOR,
    tags={FULL_BUILD_TAG: "true"},
)

retrain = dg.define_asset_job(
    "retrain",
    selection=dg.AssetSelection.assets("photo_model"),
    description="What households taught by pictures is judged; what makes recognition worse is left out.",
    executor_def=EXECUTOR,
)

JOBS = [ingest, refresh, feeds, nightly, retrain]

_RUNNING = dg.DefaultScheduleStatus.RUNNING
SCHEDULES = [
    dg.ScheduleDefinition(job=refresh, cron_schedule="7 * * * *", default_status=_RUNNING),
    dg.ScheduleDefinition(job=feeds, cron_schedule="23 */6 * * *", default_status=_RUNNING),
    dg.ScheduleDefinition(job=nightly, cron_schedule="41 3 * * *", default_status=_RUNNING),
    dg.ScheduleDefinition(job=retrain, cron_schedule="11 4 * * 1", default_status=_RUNNING),
]
