"""Drift: how the marts of a build differ from those of the builds before it, told as warnings that stop nothing.

A rule can hold for every row while half of the rows are gone or a column has fallen silent. So each build leaves a
profile in meta.profiles, a figure a row: how many rows each mart has and, when all was built anew (the nightly
build), for each column that an expectation looks at the share of nulls, the median or the share of each word.
"""

import json
from collections.abc import Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING

from warehouse.errors import Finding
from warehouse.expected import MARTS, Mart

if TYPE_CHECKING:
    import duckdb

# (mart, measure) -> figure. Measures: rows, null_share:column, median:column, share:column=word.
Profile = Mapping[tuple[str, str], float]

PROFILES = """
create schema if not exists meta;
create table if not exists meta.profiles (version varchar, mart varchar, measure varchar, figure double);
comment on table meta.profiles is
    'One row per build, mart and figure of it; a new build is compared with the median of the five before it.';
comment on column meta.profiles.version is 'The build that was measured.';
comment on column meta.profiles.mart is 'The mart, without its schema.';
comment on column meta.profiles.figure is 'What was measured: a count, a share from 0 to 1, or a median.';
comment on column meta.profiles.measure is
    'rows, or of builds of everything: null_share:column, median:column (of what is there), share:column=word.';
"""
# Rules of thumb: a twentieth of nulls more, a tenth moved between words, a quarter of the median, a tenth of the rows
# gone. Of few rows shares say little.
NULL_SHARE, WORD_SHARE, MEDIAN_FACTOR, LEAST_ROWS_LEFT, MOST_ROWS_FACTOR = 0.05, 0.10, 1.25, 0.9, 2.0
LEAST_ROWS = 500
BUILDS_COMPARED, BUILDS_KEPT = 5, 30


def check_drift(connection: "duckdb.DuckDBPyConnection", version: str, *, whole: bool) -> list[Finding]:
    """Write this build's profile and return a warning for each figure that left what the builds before it had.

    whole: profile the columns too. Builds that were never published are not compared with.
    """
    connection.execute(PROFILES)
    found = profile(connection, whole=whole)
    earlier = _earlier(connection)
    connection.executemany(
        "insert into meta.profiles values (?, ?, ?, ?)", [[version, *key, figure] for key, figure in found.items()])
    connection.execute(
        "delete from meta.profiles where version <> ? and version not in "
        "(select version from meta.builds order by built_at desc limit ?)", [version, BUILDS_KEPT])
    warnings = list(drifts(found, earlier))
    return warnings or [Finding("marts have not drifted", "pass", 0, "")]


def profile(connection: "duckdb.DuckDBPyConnection", *, whole: bool) -> dict[tuple[str, str], float]:
    """Return the figures of all marts; one query a mart."""
    found: dict[tuple[str, str], float] = {}
    for name, mart in MARTS.items():
        numbers, words = _columns(mart) if whole else ([], [])
        looks = [
            "count(*)", *(f"avg(if({column} is null, 1, 0))" for column in (*numbers, *words)),
            *(f"approx_quantile({column}, 0.5)::double" for column in numbers),
            *(f"to_json(histogram({column}))::varchar" for column in words),
        ]
        row = connection.execute(f"select {', '.join(looks)} from marts.{name}").fetchone()  # noqa: S608 - own names
        assert row is not None
        rows, figures = row[0], iter(row[1:])
        found[name, "rows"] = rows
        for column in (*numbers, *words):
            _put(found, name, f"null_share:{column}", next(figures))
        for column in numbers:
            _put(found, name, f"median:{column}", next(figures))
        for column in words:
            counts = json.loads(next(figures) or "{}")
            for word, count in counts.items():
                found[name, f"share:{column}={word}"] = count / sum(counts.values())
    return found


def _put(found: dict[tuple[str, str], float], mart: str, measure: str, figure: float | None) -> None:
    if figure is not None:
        found[mart, measure] = figure


def _columns(mart: Mart) -> tuple[list[str], list[str]]:
    """Return the columns of a mart that are expected to lie in a range, and those expected to be of some words."""
    by_kind: dict[str, list[str]] = {"ExpectColumnValuesToBeBetween": [], "ExpectColumnValuesToBeInSet": []}
    for one in mart.expected:
        if one.name in by_kind:
            by_kind[one.name].append(one.arguments["column"])
    numbers, words = by_kind.values()
    return numbers, words


def _earlier(connection: "duckdb.DuckDBPyConnection") -> dict[tuple[str, str], float]:
    """Return for each figure its median in the last published builds that have it."""
    rows = connection.execute("""
        select p.mart, p.measure, list(p.figure order by b.built_at desc)[: ?]
        from meta.profiles as p inner join meta.builds as b on p.version = b.version
        group by p.mart, p.measure
    """, [BUILDS_COMPARED]).fetchall()
    return {(mart, measure): median(figures) for mart, measure, figures in rows}


def drifts(now: Profile, before: Profile) -> Iterator[Finding]:
    """Yield a warning for each figure that is not as before; a mart of few rows is not looked at."""
    for mart, measure in sorted({**before, **now}):
        kind = measure.partition(":")[0]
        was, figure = (_figure(one, mart, measure) for one in (before, now))
        if was is None or figure is None or before[mart, "rows"] < LEAST_ROWS:
            continue
        if (kind == "rows" or now[mart, "rows"] >= LEAST_ROWS) and _has_drifted(kind, was, figure):
            yield Finding(f"drift of {mart}: {measure}", "warning", 1, json.dumps({"before": was, "now": figure}))


def _figure(profile: Profile, mart: str, measure: str) -> float | None:
    """Return a figure of a profile; the share of a word that no row says is none at all, where words were looked at."""
    figure = profile.get((mart, measure))
    if figure is None and measure.startswith("share:"):
        column = measure.partition(":")[2].partition("=")[0]
        return 0.0 if any(name == mart and one.startswith(f"share:{column}=") for name, one in profile) else None
    return figure


def _has_drifted(kind: str, was: float, now: float) -> bool:
    match kind:
        case "rows":
            return not was * LEAST_ROWS_LEFT <= now <= was * MOST_ROWS_FACTOR
        case "null_share":
            return abs(now - was) > NULL_SHARE
        case "share":
            return abs(now - was) > WORD_SHARE
        case _:
            least, most = sorted((abs(was), abs(now)))
            return was * now < 0 or most > least * MEDIAN_FACTOR
