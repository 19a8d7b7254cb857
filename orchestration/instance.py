"""The Dagster instance of a home: its settings file, written when it is missing or old."""

from pantry.home import Home

SETTINGS = """\
# Written by `larder up`. Dagster's own storage is SQLite in this folder.
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
retention:
  schedule:
    purge_after_days: 30
  sensor:
    purge_after_days:
      skipped: 2
      failure: 30
      success: 30
"""


def write_instance_settings(home: Home) -> None:
    """Write `dagster.yaml` into the home's Dagster folder unless it already says the same."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    path = home.dagster / "dagster.yaml"
    if not path.exists() or path.read_text(encoding="utf-8") != SETTINGS:
        path.write_text(SETTINGS, encoding="utf-8")
