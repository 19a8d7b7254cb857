"""One Great Expectations checkpoint over the marts, on pandas frames.

It looks at what row tests cannot see: distributions, freshness, shares. Imported only when it runs, since
the library takes seconds to load and 430 MB. It phones nowhere: analytics are switched off before import.
"""

import json
import logging
import os
from typing import TYPE_CHECKING, Any

from warehouse.errors import Finding

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TOUCHED = "where household_id in (select household_id from staging.intermediate.int_touched_households)"
# One household may hold a hundred thousand lots; a sample of this size shows a broken distribution as well.
_MOST_ROWS = 200_000


def check_marts(connection: "duckdb.DuckDBPyConnection", *, whole: bool) -> list[Finding]:
    """Run the checkpoint and return one finding an expectation (severity pass, warning or error)."""
    where = "" if whole else _TOUCHED
    frames = {
        name: connection.execute(f"select {columns} from marts.{name} {where} limit {_MOST_ROWS}").df()  # noqa: S608
        for name, columns in _COLUMNS.items()
    }
    return [finding for name, frame in frames.items() for finding in _validate(name, frame)]


_COLUMNS = {
    "pantry_lots": "household_id, lot_id::varchar as lot_id, acquired_milli, stock_milli, excess_milli, place, "
                   "is_open, purchased_on, expires_on, mass_g, food_id",
    "waste_events": "household_id, event_id::varchar as event_id, quantity_milli, mass_g, reason, destination, "
                    "days_since_purchase, inedible_mass_g, food_mass_g",
    "household_dim": "household_id, currency, people, effective_events",
}


def _expectations(name: str) -> list[Any]:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    from pantry.vocabulary import Destination, Place, Reason

    warning = FailureSeverity.WARNING
    if name == "pantry_lots":
        return [
            gxe.ExpectColumnValuesToBeUnique(column="lot_id"),
            gxe.ExpectColumnValuesToBeInSet(column="place", value_set=[place.value for place in Place]),
            gxe.ExpectColumnValuesToBeBetween(column="stock_milli", min_value=0),
            gxe.ExpectColumnValuesToBeBetween(column="acquired_milli", min_value=0, max_value=10**9),
            gxe.ExpectColumnValuesToNotBeNull(column="food_id", mostly=0.5, severity=warning),
            gxe.ExpectColumnValuesToNotBeNull(column="mass_g", mostly=0.5, severity=warning),
        ]
    if name == "waste_events":
        return [
            gxe.ExpectColumnValuesToBeUnique(column="event_id"),
            gxe.ExpectColumnValuesToBeInSet(column="reason", value_set=[reason.value for reason in Reason]),
            gxe.ExpectColumnValuesToBeInSet(column="destination", value_set=[one.value for one in Destination]),
            gxe.ExpectColumnValuesToBeBetween(column="quantity_milli", min_value=1),
            gxe.ExpectColumnValuesToBeBetween(column="food_mass_g", min_value=0),
            gxe.ExpectColumnValuesToBeBetween(
                column="days_since_purchase", min_value=0, mostly=0.9, severity=warning),
        ]
    return [
        gxe.ExpectColumnValuesToBeUnique(column="household_id"),
        gxe.ExpectColumnValuesToMatchRegex(column="currency", regex="^[A-Z]{3}$"),
        gxe.ExpectColumnValuesToBeBetween(column="people", min_value=1, max_value=50),
        gxe.ExpectTableRowCountToBeBetween(min_value=1),
    ]


def _validate(name: str, frame: "pd.DataFrame") -> list[Finding]:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batch = (
        context.data_sources.add_pandas("marts").add_dataframe_asset(name)
        .add_batch_definition_whole_dataframe("touched")
    )
    suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=_expectations(name)))
    validation = context.validation_definitions.add(
        gx.ValidationDefinition(name=name, data=batch, suite=suite))
    checkpoint = context.checkpoints.add(gx.Checkpoint(
        name=name, validation_definitions=[validation],
        result_format={"result_format": "COMPLETE", "partial_unexpected_count": 20},
    ))
    outcome = checkpoint.run(batch_parameters={"dataframe": frame})
    validations = outcome.run_results.values()
    return [_finding(name, frame, one) for result in validations for one in result.results]


def _finding(name: str, frame: "pd.DataFrame", result: Any) -> Finding:
    config = result.expectation_config
    column = config.kwargs.get("column")
    check = f"{name}.{column}: {config.type}" if column else f"{name}: {config.type}"
    if result.success:
        return Finding(check, "pass", 0, "")
    severity = "warning" if str(getattr(config, "severity", "")).endswith("warning") else "error"
    if result.exception_info.get("raised_exception"):
        return Finding(check, "error", 0, json.dumps({"message": str(result.exception_info.get("exception_message"))}))
    rows = result.result.get("unexpected_index_list") or []
    first = frame.iloc[rows[0]].to_dict() if rows else {"observed": result.result.get("observed_value")}
    return Finding(check, severity, result.result.get("unexpected_count") or 0, json.dumps(first, default=str))
