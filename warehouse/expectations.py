"""One Great Expectations suite a mart, on pandas frames; `expected.py` says what is expected.

It looks at what row tests cannot see: distributions, freshness, shares. The library takes seconds to load and 430 MB,
so an increment first asks DuckDB whether a mart's expectations hold on the touched rows; only a mart of which one
does not is put before Great Expectations, which names the rows. A whole build puts all marts before it. It phones
nowhere: analytics are switched off before import.
"""

import json
import logging
import os
import re
from typing import TYPE_CHECKING, Any

from warehouse.errors import Finding
from warehouse.expected import BROKEN_RULE, MARTS, Mart

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Great Expectations holds a frame of a mart in memory. Of a larger mart it sees every row that breaks a rule,
# a range or a word list, up to so many, which DuckDB finds first, and a sample of the rest for shares.
_MOST_ROWS = 200_000
_MOST_SUSPECTS = 1_000
_SEED = 20_260_101


def check_marts(connection: "duckdb.DuckDBPyConnection", *, whole: bool) -> list[Finding]:
    """Judge all marts and return one finding an expectation (severity pass, warning or error).

    whole: look at all households, not only at those that this build touched.
    """
    rows: Any = None
    findings: list[Finding] = []
    for name, mart in MARTS.items():
        # What belongs to no household comes from the seeds alone, and those are built in whole builds only.
        if not whole and (not mart.of_household or _holds(connection, name, mart)):
            findings += [Finding(_check(name, one.columns, one.type), "pass", 0, "")
                         for one in mart.all_expected() if mart.of_household]
            continue
        rows = rows or _batch_definition()
        findings += _validate(rows, name, mart, _frame(connection, name, mart, whole=whole))
    return findings


def _holds(connection: "duckdb.DuckDBPyConnection", name: str, mart: Mart) -> bool:
    """Return whether all that is expected of a mart holds on the rows of the touched households."""
    holding = " and ".join(f"({one.holds_sql()})" for one in mart.all_expected())
    found = connection.execute(
        f"select {holding} from (select m.*, {_of_touched_rows(mart.broken_rule_sql())} as {BROKEN_RULE} "  # noqa: S608
        f"from {_touched(name)} as m) as m").fetchone()
    return bool(found and found[0])


def _touched(name: str) -> str:
    return f"(from marts.{name} semi join {_HOUSEHOLDS} using (bucket, household_id))"


def _frame(connection: "duckdb.DuckDBPyConnection", name: str, mart: Mart, *, whole: bool) -> "pd.DataFrame":
    """Return the columns of a mart that are looked at and the rule each row breaks; event and lot ids as text."""
    import pandas as pd

    relation = _touched(name) if mart.of_household and not whole else f"marts.{name}"
    rule = mart.broken_rule_sql() if whole else _of_touched_rows(mart.broken_rule_sql())
    columns = [f"m.{column}::varchar as {column}" if column in _IDS else f"m.{column}" for column in mart.columns()]
    select = f"select {', '.join(columns)}, {rule} as {BROKEN_RULE}"
    found = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
    if found and found[0] <= _MOST_ROWS:
        return connection.execute(f"{select} from {relation} as m").df()
    suspect = mart.suspect_sql()
    sample = f"(from {relation} using sample reservoir({_MOST_ROWS} rows) repeatable ({_SEED}))"
    return pd.concat([
        connection.execute(f"{select} from {relation} as m where {suspect} limit {_MOST_SUSPECTS}").df(),
        connection.execute(f"{select} from {sample} as m where not ({suspect})").df(),
    ], ignore_index=True)


def _of_touched_rows(sql: str) -> str:
    """Return a rule that compares marts of one household as one that compares their touched rows only."""
    return re.sub(r"\bmarts\.(\w+)",
                  lambda found: _TOUCHED.format(found[1]) if MARTS[found[1]].of_household else found[0], sql)


_HOUSEHOLDS = "staging.intermediate.int_touched_households"
_TOUCHED = "staging.touched.{}"
_IDS = frozenset({"lot_id", "event_id"})


def _batch_definition() -> Any:
    """Return what makes a batch of any frame: one definition for all marts, since each that is added costs 20 ms."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # The second sets a level of its own and would name a temporary folder on every refresh.
    for name in ("great_expectations", "great_expectations.data_context.types.base"):
        logging.getLogger(name).setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_pandas("marts").add_dataframe_asset("mart").add_batch_definition_whole_dataframe(
        "rows")


def _suite(name: str, mart: Mart) -> Any:
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    severity = {True: FailureSeverity.WARNING, False: FailureSeverity.CRITICAL}
    expectations = [
        getattr(gxe, one.name)(**one.arguments, severity=severity[one.is_warning]) for one in mart.all_expected()
    ]
    return gx.ExpectationSuite(name=name, expectations=expectations)


def _validate(rows: Any, name: str, mart: Mart, frame: "pd.DataFrame") -> list[Finding]:
    """Validate a mart's suite on its frame; a checkpoint around it would add a third to what it costs."""
    batch = rows.get_batch(batch_parameters={"dataframe": frame})
    outcome = batch.validate(
        _suite(name, mart), result_format={"result_format": "COMPLETE", "partial_unexpected_count": 20})
    return [_finding(name, frame, one) for one in outcome.results]


def _check(mart: str, columns: tuple[str, ...], kind: str) -> str:
    return f"{mart}.{'+'.join(columns)}: {kind}" if columns else f"{mart}: {kind}"


def _finding(name: str, frame: "pd.DataFrame", result: Any) -> Finding:
    config = result.expectation_config
    column = config.kwargs.get("column")
    check = _check(name, (column,) if column else tuple(config.kwargs.get("column_list") or ()), config.type)
    if result.success:
        return Finding(check, "pass", 0, "")
    severity = "warning" if str(getattr(config, "severity", "")).lower().endswith("warning") else "error"
    if result.exception_info.get("raised_exception"):
        return Finding(check, "error", 0, json.dumps({"message": str(result.exception_info.get("exception_message"))}))
    rows = result.result.get("unexpected_index_list") or []
    first = frame.iloc[rows[0]].to_dict() if rows else {"observed": result.result.get("observed_value")}
    return Finding(check, severity, result.result.get("unexpected_count") or 0, json.dumps(first, default=str))
