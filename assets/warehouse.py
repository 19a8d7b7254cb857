"""The warehouse: events landed as Parquet, dbt's models, the audit, and the published file."""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from assets.homes import HomeResource
from pantry.home import REPOSITORY

GROUP = "warehouse"
DBT_MANIFEST = REPOSITORY / "dbt" / "target" / "manifest.json"
PUBLISHED_FILE_OPENS = "published_file_opens"
NO_CHECK_FAILED = "no_check_failed"
# A run with this tag builds everything anew, compacts the landing and audits whole marts.
FULL_BUILD_TAG = "larder/full"


@dg.asset(group_name=GROUP, kinds={"parquet"}, deps=["accepted_lots", "household_matches"])
def journal_landing(larder: HomeResource) -> dg.MaterializeResult:
    """Journal events and readings as Parquet files, sorted by bucket and household."""
    from warehouse.landing import land
    from warehouse.lock import build_lock

    home = larder.home()
    with build_lock(home):
        landed = land(home, larder.journal())
    return dg.MaterializeResult(metadata={"rows": landed.events, "seq": landed.seq, "files": len(landed.event_files)})


class Translator(DagsterDbtTranslator):
    """Names dbt's nodes in the asset graph: sources are the landing, folders are groups."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return the key of a node; every source is what `journal_landing` writes."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey("journal_landing")
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the layer: seeds, staging, intermediate, marts or meta."""
        if dbt_resource_props["resource_type"] in ("seed", "source"):
            return f"{dbt_resource_props['resource_type']}s"
        return Path(dbt_resource_props["original_file_path"]).parts[1]


@dbt_assets(
    manifest=DBT_MANIFEST,
    dagster_dbt_translator=Translator(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True)),
    name="warehouse_models",
)
def warehouse_models(context: dg.AssetExecutionContext, larder: HomeResource) -> Iterator[Any]:
    """Every dbt model, built, audited and published in one go under the warehouse's lock.

    dbt runs inside this process; what its tests and the expectations say is reported as asset checks.
    """
    from warehouse.build import refresh
    from warehouse.errors import AuditFailed

    try:
        full = context.run.tags.get(FULL_BUILD_TAG) == "true"
        result = refresh(larder.home(), full=full, fan_out=larder.fan_out())
    except AuditFailed as failed:
        yield from _check_results(context, {finding.check: finding.rows for finding in failed.findings})
        raise
    for key in TopologicalSorter(context.assets_def.asset_deps).static_order():
        if key not in context.selected_asset_keys:
            continue
        yield dg.MaterializeResult(asset_key=key, metadata={"version": result.version, "seq": result.seq})
    yield from _check_results(context, {})


def _check_results(context: dg.AssetExecutionContext, failed: dict[str, int]) -> Iterator[dg.AssetCheckResult]:
    """Yield one result for each of dbt's tests; failed: rows that broke the rule by test name."""
    for key in sorted(context.selected_asset_check_keys, key=str):
        yield dg.AssetCheckResult(
            passed=key.name not in failed, check_name=key.name, asset_key=key.asset_key,
            metadata={"failing_rows": failed.get(key.name, 0)},
        )


@dg.asset(
    group_name=GROUP,
    kinds={"greatexpectations"},
    deps=[dg.AssetKey("pantry_lots"), dg.AssetKey("pantry_events"), dg.AssetKey("waste_events")],
    check_specs=[dg.AssetCheckSpec(NO_CHECK_FAILED, asset="warehouse_audit")],
)
def warehouse_audit(larder: HomeResource) -> dg.MaterializeResult:
    """What every check of the newest build said, as the published file keeps it."""
    from warehouse.queries import audit_results
    from warehouse.reader import Warehouse

    results = audit_results(Warehouse(larder.home()))
    errors = [result for result in results if result["severity"] == "error"]
    warnings = [result for result in results if result["severity"] == "warning"]
    return dg.MaterializeResult(
        metadata={"rows": len(results), "warnings": len(warnings), "errors": len(errors)},
        check_results=[dg.AssetCheckResult(passed=not errors, check_name=NO_CHECK_FAILED)],
    )


@dg.asset(
    group_name=GROUP,
    kinds={"duckdb"},
    deps=[warehouse_audit],
    check_specs=[dg.AssetCheckSpec(PUBLISHED_FILE_OPENS, asset="published_warehouse", blocking=True)],
)
def published_warehouse(larder: HomeResource) -> dg.MaterializeResult:
    """The file that pages and analysts read, opened once as they would."""
    from warehouse.publish import read_manifest
    from warehouse.queries import run_sql
    from warehouse.reader import Warehouse

    home = larder.home()
    manifest = read_manifest(home)
    _, rows = run_sql(Warehouse(home), "select count(*) from marts.pantry_lots")
    lots = rows[0][0]
    return dg.MaterializeResult(
        metadata={
            "version": manifest.version if manifest else "", "seq": manifest.seq if manifest else 0,
            "rows": lots, "size_bytes": manifest.size_bytes if manifest else 0,
        },
        check_results=[
            dg.AssetCheckResult(
                passed=manifest is not None and lots == manifest.counts.get("lots"), check_name=PUBLISHED_FILE_OPENS
            )
        ],
    )
