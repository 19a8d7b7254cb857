"""What the night does: notices of what expires, and a copy of the journal that was tried."""

import dagster as dg

from assets.homes import HomeResource

GROUP = "nightly"
BACKUP_OPENS = "backup_opens"


@dg.asset(group_name=GROUP, deps=["published_warehouse"])
def expiry_notices(larder: HomeResource) -> dg.MaterializeResult:
    """How many lots of each household need eating today or tomorrow."""
    from pantry.urgency import is_urgent, with_due

    counts = {}
    for household_id in larder.journal().households():
        view = larder.workplace(household_id).view
        view.refresh()
        today = view.household().today(view.journal.clock())
        counts[household_id] = sum(is_urgent(one) for one in with_due(view.lots(), as_of=today))
    return dg.MaterializeResult(metadata={"rows": sum(counts.values()), "households": counts})


@dg.asset(
    group_name=GROUP,
    kinds={"sqlite"},
    check_specs=[dg.AssetCheckSpec(BACKUP_OPENS, asset="backup")],
)
def backup(larder: HomeResource) -> dg.MaterializeResult:
    """A copy of the journal, made by the database's own backup and opened again; the newest seven stay."""
    from pantry.storage.backup import back_up, events_in

    made = back_up(larder.home())
    if made is None:
        return dg.MaterializeResult(
            metadata={"rows": 0, "note": "PostgreSQL is backed up by its own tools"},
            check_results=[dg.AssetCheckResult(passed=True, check_name=BACKUP_OPENS)],
        )
    events = events_in(made)
    return dg.MaterializeResult(
        metadata={"rows": events, "size_bytes": made.stat().st_size, "path": str(made)},
        check_results=[dg.AssetCheckResult(passed=events > 0, check_name=BACKUP_OPENS)],
    )
