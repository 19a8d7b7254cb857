"""The Dagster instance of a home: Larder's settings, with those that `LARDER_DAGSTER_SETTINGS` names laid over them.

That file is how a house grows: it may name another storage (PostgreSQL) and another launcher (Celery, Docker,
Kubernetes); docs/how-to/grow-beyond-one-machine.md.
"""

import os
from pathlib import Path
from typing import Any

from pantry.errors import NotReady
from pantry.home import Home

VARIABLE = "LARDER_DAGSTER_SETTINGS"
OWN_SETTINGS: dict[str, Any] = {
    "telemetry": {"enabled": False},
    "concurrency": {"runs": {"max_concurrent_runs": 1}},
    "run_monitoring": {"enabled": True},
    "retention": {
        "schedule": {"purge_after_days": 30},
        "sensor": {"purge_after_days": {"skipped": 2, "failure": 30, "success": 30}},
    },
}
_MOST_CHARACTERS = 100_000
_HEADER = f"# Written at each start from Larder's own settings and the file that {VARIABLE} names; edit that one.\n"


def write_instance_settings(home: Home) -> None:
    """Write `dagster.yaml` into the home's Dagster folder unless it already says the same.

    Raises NotReady where the named file cannot be used.
    """
    import yaml

    named = os.environ.get(VARIABLE)
    settings = instance_settings(_read(Path(named))) if named else OWN_SETTINGS
    text = _HEADER + yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    home.dagster.mkdir(parents=True, exist_ok=True)
    path = home.dagster / "dagster.yaml"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def instance_settings(named: dict[str, Any]) -> dict[str, Any]:
    """Return Larder's settings with others laid over them, key by key; telemetry stays off whatever they say."""
    return _laid_over(OWN_SETTINGS, named) | {"telemetry": OWN_SETTINGS["telemetry"]}


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _read(path: Path) -> dict[str, Any]:
    import yaml

    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST_CHARACTERS + 1)
        settings = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NotReady(f"{VARIABLE} names {path}, which cannot be read: {error}", "mend it or unset it") from error
    if not isinstance(settings, dict) or len(text) > _MOST_CHARACTERS:
        raise NotReady(f"{VARIABLE} names {path}, which holds no settings by name", "write it as a dagster.yaml")
    return settings
