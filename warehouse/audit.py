"""The audit: nothing is published before every check passed, and what fails is named by row.

dbt's tests ran with the build; here their results are read, the rows behind a failure are fetched, one Great
Expectations suite a mart looks at the marts as whole distributions, and the marts are compared with those of earlier
builds. All of it is written to meta.audit_results of the private build and to warehouse/audit.json.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pantry.home import Home
from warehouse.drift import check_drift
from warehouse.errors import AuditFailed, Finding
from warehouse.files import write_json
from warehouse.passes import connected

if TYPE_CHECKING:
    import duckdb

_ROWS_NAMED = 20
_RESULTS = """
create schema if not exists meta;
create or replace table meta.audit_results (
    version varchar, checked_at timestamp, check_name varchar, severity varchar, rows bigint, failing_row varchar
);
comment on table meta.audit_results is
    'One row per check of this build that passed (rows 0), and per named row of one that did not.';
comment on column meta.audit_results.version is 'The build that was checked.';
comment on column meta.audit_results.check_name is 'dbt test, expectation or comparison with earlier builds.';
comment on column meta.audit_results.checked_at is 'UTC.';
comment on column meta.audit_results.severity is 'pass, warning or error; an error stops publishing.';
comment on column meta.audit_results.rows is 'How many rows broke the rule in all.';
comment on column meta.audit_results.failing_row is 'One of them, as JSON.';
"""


def audit(home: Home, version: str, results: Sequence[Any], *, expectations: bool, whole: bool) -> list[Finding]:
    """Check a private build and return all findings; raises AuditFailed when one is an error.

    results: dbt's results of the build. whole: let the expectations see all rows, not only what this build
    touched. The caller holds the build lock.
    """
    findings: list[Finding] = []
    with connected(home) as connection:
        for result in results:
            if result.node.resource_type == "test":
                findings.extend(_of_dbt_test(connection, result))
        # A failed check holds back the marts that hang on it: there is nothing to look at, and nothing is published.
        if expectations and _is_good(findings):
            from warehouse.expectations import check_marts

            findings.extend(check_marts(connection, whole=whole))
        if _is_good(findings):
            findings.extend(check_drift(connection, version, whole=whole))
        _write(connection, version, findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    write_json(home.warehouse / "audit.json", {
        "version": version, "is_good": not errors,
        "findings": [asdict(finding) for finding in findings if finding.severity != "pass"],
    })
    if errors:
        raise AuditFailed(errors)
    return findings


def _is_good(findings: Sequence[Finding]) -> bool:
    return all(finding.severity != "error" for finding in findings)


def _of_dbt_test(connection: "duckdb.DuckDBPyConnection", result: Any) -> list[Finding]:
    name = result.node.name
    status = str(result.status)
    if status in ("pass", "skipped"):
        return [Finding(name, "pass", 0, "")]
    severity = "warning" if status == "warn" else "error"
    if status == "error":
        return [Finding(name, severity, 0, json.dumps({"message": str(result.message)}))]
    rows = _failing_rows(connection, result.node.compiled_code)
    return [Finding(name, severity, result.failures or len(rows), row) for row in rows]


def _failing_rows(connection: "duckdb.DuckDBPyConnection", sql: str) -> list[str]:
    """Run a failed test's query again and return its first rows as JSON."""
    found = connection.execute(
        f"select to_json(failing)::varchar from ({sql.rstrip().rstrip(';')}) as failing limit {_ROWS_NAMED}"  # noqa: S608
    ).fetchall()
    return [row for (row,) in found]


def _write(connection: "duckdb.DuckDBPyConnection", version: str, findings: Sequence[Finding]) -> None:
    connection.execute(_RESULTS)
    now = datetime.now(UTC).replace(tzinfo=None)
    if findings:
        connection.executemany(
            "insert into meta.audit_results values (?, ?, ?, ?, ?, ?)",
            [[version, now, one.check, one.severity, one.rows, one.row or None] for one in findings],
        )
