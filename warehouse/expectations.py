"""One Great Expectations checkpoint a mart, on pandas frames; `expected.py` says what is expected.

It looks at what row tests cannot see: distributions, freshness, shares. Imported only when it runs, since
the library takes seconds to load and 430 MB. It phones nowhere: analytics are switched off before import.
"""

import json
import logging
import os
from typing import TYPE_CHECKING, Any

from warehouse.errors import Finding
from warehouse.expected import BROKEN_RULE, MARTS, Mart

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TOUCHED = "household_id in (select household_id from staging.intermediate.int_touched_households)"
# One household may hold a hundred thousand lots; a sample of this size shows a broken distribution as well.
_MOST_ROWS = 200_000


def check_marts(connection: "duckdb.DuckDBPyConnection", *, whole: bool) -> list[Finding]:
    """Run the checkpoint and return one finding an expectation (severity pass, warning or error).

    whole: look at all households, not only at those that this build touched.
    """
    context = _context()
    return [
        finding for name, mart in MARTS.items()
        # What belongs to no household comes from the seeds alone, and those are built in whole builds only.
        if whole or mart.of_household
        for finding in _validate(context, name, mart, _frame(connection, name, mart, whole=whole))
    ]


def _frame(connection: "duckdb.DuckDBPyConnection", name: str, mart: Mart, *, whole: bool) -> "pd.DataFrame":
    """Return the columns of a mart that are looked at and the rule each row breaks; event and lot ids as text."""
    columns = [f"m.{column}::varchar as {column}" if column in _IDS else f"m.{column}" for column in mart.columns()]
    columns.append(f"{mart.broken_rule_sql()} as {BROKEN_RULE}")
    where = "" if whole or not mart.of_household else f"where m.{_TOUCHED}"
    rows = f"(select * from marts.{name} as m {where} limit {_MOST_ROWS})"  # noqa: S608
    return connection.execute(f"select {', '.join(columns)} from {rows} as m").df()  # noqa: S608


_IDS = frozenset({"lot_id", "event_id"})


def _context() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # The second sets a level of its own and would name a temporary folder on every refresh.
    for name in ("great_expectations", "great_expectations.data_context.types.base"):
        logging.getLogger(name).setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.data_sources.add_pandas("marts")
    return context


def _suite(context: Any, name: str, mart: Mart) -> Any:
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    severity = {True: FailureSeverity.WARNING, False: FailureSeverity.CRITICAL}
    expectations = [
        getattr(gxe, one.name)(**one.arguments, severity=severity[one.is_warning]) for one in mart.all_expected()
    ]
    return context.suites.add(gx.ExpectationSuite(name=name, expectations=expectations))


def _validate(context: Any, name: str, mart: Mart, frame: "pd.DataFrame") -> list[Finding]:
    import great_expectations as gx

    asset = context.data_sources.get("marts").add_dataframe_asset(name)
    validation = context.validation_definitions.add(gx.ValidationDefinition(
        name=name, data=asset.add_batch_definition_whole_dataframe("rows"), suite=_suite(context, name, mart)))
    checkpoint = context.checkpoints.add(gx.Checkpoint(
        name=name, validation_definitions=[validation],
        result_format={"result_format": "COMPLETE", "partial_unexpected_count": 20},
    ))
    outcome = checkpoint.run(batch_parameters={"dataframe": frame})
    validations = outcome.run_results.values()
    return [_finding(name, frame, one) for result in validations for one in result.results]


def _finding(name: str, frame: "pd.DataFrame", result: Any) -> Finding:
    config = result.expectation_config
    column = config.kwargs.get("column") or "+".join(config.kwargs.get("column_list") or ())
    check = f"{name}.{column}: {config.type}" if column else f"{name}: {config.type}"
    if result.success:
        return Finding(check, "pass", 0, "")
    severity = "warning" if str(getattr(config, "severity", "")).endswith("warning") else "error"
    if result.exception_info.get("raised_exception"):
        return Finding(check, "error", 0, json.dumps({"message": str(result.exception_info.get("exception_message"))}))
    rows = result.result.get("unexpected_index_list") or []
    first = frame.iloc[rows[0]].to_dict() if rows else {"observed": result.result.get("observed_value")}
    return Finding(check, severity, result.result.get("unexpected_count") or 0, json.dumps(first, default=str))
