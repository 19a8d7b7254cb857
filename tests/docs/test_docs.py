"""The documentation tells the truth: its links lead somewhere, its SQL runs, and it leaves nothing out."""

import csv
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pantry.home import REPOSITORY, Home

DOCS = REPOSITORY / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([
    *(page for name in ("README.md", "CHANGELOG.md", "BENCHMARKS.md") if (page := REPOSITORY / name).exists()),
    *DOCS.rglob("*.md"),
])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"\bLARDER_[A-Z_]*[A-Z]\b")
SOURCES = ("pantry", "ocr", "recognition", "recipes", "warehouse", "intake", "assets", "orchestration", "dashboard",
           "cli", "dbt", "tools", "bench", "tests/conftest.py")
MOST_IMAGE_BYTES = 250_000


def relative(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def write_reference() -> ModuleType:
    """Return tools/write_reference.py as a module; tools is no package."""
    spec = importlib.util.spec_from_file_location("write_reference", REPOSITORY / "tools" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Links ---------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """Return the fragments a page answers to: its headings as GitHub names them, and its own anchors."""
    without_code = FENCE.sub("", text_of(page))
    headings = re.findall(r"^#+ (.+)$", without_code, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', without_code))


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", text_of(page))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, fragment = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{relative(page)} links to {target}"
        if fragment:
            assert fragment in anchors(aim), f"{relative(page)} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_page_of_docs_can_be_reached(page: Path) -> None:
    if page.parent == REPOSITORY:
        return
    links = [(other.parent / target.partition("#")[0]).resolve() for other in PAGES if other != page
             for target in LINK.findall(text_of(other)) if "://" not in target]
    assert page in links


def test_pictures_are_small_enough_to_load() -> None:
    pictures = [path for path in (DOCS / "images").glob("*") if path.is_file()]
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > MOST_IMAGE_BYTES] == []


# Nothing is left out -------------------------------------------------------------------------------------


def test_events_and_error_codes_are_up_to_date() -> None:
    """When this fails on purpose: python tools/write_reference.py."""
    for path, text in write_reference().pages().items():
        assert text_of(path) == text, f"{relative(path)} is out of date"


def test_every_event_kind_is_documented() -> None:
    from pantry.kinds.payloads import PAYLOADS

    page = text_of(REFERENCE / "events.md")
    assert [kind for kind, _ in PAYLOADS if f"\n### {kind}\n" not in page] == []


def commands() -> Iterator[tuple[str, set[str]]]:
    """Yield every command's words with its options."""
    import typer.main

    from cli.main import app

    def walk(words: list[str], command: object) -> Iterator[tuple[str, set[str]]]:
        inner = getattr(command, "commands", None)
        if inner:
            for name, one in inner.items():
                yield from walk([*words, name], one)
            return
        options = {option for one in command.params for option in [*one.opts, *one.secondary_opts]}  # type: ignore[attr-defined]
        yield " ".join(words), {option for option in options if option.startswith("--") and option != "--help"}

    yield from walk(["larder"], typer.main.get_command(app))


def test_every_command_and_option_is_documented() -> None:
    rows = {row.split("`")[1]: row for row in text_of(REFERENCE / "commands.md").splitlines() if row.startswith("| `")}
    for words, options in commands():
        row = next((row for command, row in rows.items() if command.startswith(words)), None)
        assert row is not None, f"{words} is not in commands.md"
        # --json is said once for all; --dagster is the opposite that holds anyway; the rest stands in the row.
        said = {"--json", "--dagster", "--no-rebuild", "--no-full", "--no-generic", "--no-json"}
        assert {option for option in options - said if option not in row} == set(), words


SHAPES = {
    "receipt read": ["samples/receipts/maple_ridge_foods.txt"],
    "photo recognise": ["samples/photos/pack.jpg"],
    "recipes read": ["samples/recipes/banana-bread.html"],
    "recipes parse-lines": [],
    "foods resolve": [],
    "doctor": [],
}


@pytest.mark.parametrize("command", SHAPES)
def test_the_shape_of_a_commands_output_is_documented(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from cli.main import app

    monkeypatch.setenv("LARDER_HOME", str(tmp_path))
    lines = tmp_path / "lines.txt"
    lines.write_text("200 g butter\n", encoding="utf-8")
    reads_lines = command in ("recipes parse-lines", "foods resolve")
    arguments = [str(lines)] if reads_lines else [str(REPOSITORY / one) for one in SHAPES[command]]
    answer = CliRunner().invoke(app, [*command.split(), *arguments, "--json"])
    section = text_of(REFERENCE / "commands.md").split(f"\n`{command}`\n: ")[1].split("\n\n")[0]
    documented = set(re.findall(r"\w+", section))
    found = json.loads(answer.stdout.splitlines()[0])
    inner = [one for value in found.values() if isinstance(value, list) for one in value if isinstance(one, dict)]
    assert {key for shape in [found, *inner] for key in shape} - documented == set()


def test_the_docs_call_no_command_that_does_not_exist() -> None:
    known = {words.split()[1] for words, _ in commands()}
    for page in PAGES:
        called = re.findall(r"(?:^|[ /`$])larder ([a-z][a-z-]*)(?=[ `\n])", "\n".join(code_of(page)), re.MULTILINE)
        assert set(called) <= known, relative(page)


def test_the_docs_name_no_make_target_that_does_not_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(REPOSITORY / "Makefile"), re.MULTILINE))
    for page in PAGES:
        called = re.findall(r"(?:^|[ `])make ([a-z][a-z-]*)(?=[ `\n])", "\n".join(code_of(page)), re.MULTILINE)
        assert set(called) <= targets, relative(page)


def test_the_docs_name_no_file_of_the_repository_that_is_not_there() -> None:
    rooms = "pantry|ocr|recognition|recipes|warehouse|dbt|intake|assets|orchestration|dashboard|cli|samples|tests|tools"
    for page in PAGES:
        named = re.findall(rf"`((?:{rooms})/[\w./-]+\.(?:py|sql|csv|yml|json|npz|md))`", text_of(page))
        missing = [name for name in named if not (REPOSITORY / name).exists() and name != "warehouse/audit.json"]
        assert missing == [], relative(page)


def code_of(page: Path) -> list[str]:
    """Return the shell blocks and the inline code of a page."""
    text = text_of(page)
    blocks = [body for language, body in FENCE.findall(text) if language in ("sh", "")]
    return blocks + [f"`{one}`" for one in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]


def test_every_environment_variable_is_documented() -> None:
    files = [path for source in SOURCES for path in [REPOSITORY / source, *(REPOSITORY / source).rglob("*")]
             if path.suffix in {".py", ".yml"} and "target" not in path.parts]
    used = {name for path in files for name in VARIABLE.findall(text_of(path))}
    documented = set(re.findall(r"^\| `(LARDER_\w+)`", text_of(REFERENCE / "configuration.md"), re.MULTILINE))
    assert used == documented


def test_every_job_and_its_time_are_documented() -> None:
    pytest.importorskip("dagster")
    if not (REPOSITORY / "dbt" / "target" / "manifest.json").exists():
        pytest.skip("make setup writes the dbt manifest")
    from orchestration.jobs import JOBS, SCHEDULES

    rows = {row.split("`")[1]: row for row in text_of(REFERENCE / "configuration.md").splitlines()
            if row.startswith("| `")}
    assert [job.name for job in JOBS if job.name not in rows] == []
    for schedule in SCHEDULES:
        minute = str(schedule.cron_schedule).split()[0].zfill(2)
        assert f":{minute}" in rows[schedule.job.name], f"{schedule.job.name} runs at {schedule.cron_schedule}"


def macros_for_analysts() -> str:
    return "\n".join(text_of(REPOSITORY / "warehouse" / name) for name in ("reports.sql", "analysts.sql"))


def test_every_mart_and_every_macro_for_analysts_is_named() -> None:
    page = text_of(DOCS / "warehouse.md")
    models = [path.stem for layer in ("marts", "meta") for path in (REPOSITORY / "dbt/models" / layer).glob("*.sql")]
    macros = re.findall(r"create or replace macro (\w+)\(", macros_for_analysts())
    public = [name for name in macros if not name.startswith("_")]
    assert [name for name in [*models, *public] if f"`{name}" not in page] == []


def test_the_catalog_has_as_many_foods_as_the_changelog_says() -> None:
    from pantry.foods import SEEDS

    with (SEEDS / "foods.csv").open(encoding="utf-8", newline="") as file:
        count = sum(1 for _ in csv.DictReader(file))
    assert f"A catalog of {count} foods" in text_of(REPOSITORY / "CHANGELOG.md")


def test_the_diagram_has_the_keys_of_the_marts() -> None:
    import yaml

    boxes = re.findall(r"^    (\w+) \{\n(.*?)^    \}$", text_of(DOCS / "warehouse.md"), re.MULTILINE | re.DOTALL)
    drawn = {name: set(re.findall(r"(\w+) PK", body)) for name, body in boxes}
    for page in (REPOSITORY / "dbt" / "models").glob("m*/*.yml"):
        for model in yaml.safe_load(text_of(page)).get("models", []):
            grains = [test["grain"]["arguments"]["columns"] for test in model["data_tests"] if "grain" in test]
            assert [drawn.get(model["name"])] == [set(columns) for columns in grains], model["name"]


# The SQL runs --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Publish a small warehouse with a household `demo` that bought butter and threw lettuce away."""
    from pantry.journal import open_journal
    from pantry.kinds import payloads
    from pantry.vocabulary import Reason
    from tests.warehouse.kitchens import Kitchen
    from warehouse.build import refresh

    home = Home.at(tmp_path_factory.mktemp("docs") / "home").create()
    kitchen = Kitchen("demo", 7)
    kitchen.buy("butter", "250", "g", price_minor=239, currency="EUR")
    lettuce = kitchen.buy("lettuce", "2", "piece", price_minor=198, currency="EUR")
    kitchen.tell(payloads.LotDiscarded(lot_id=lettuce.event_id, reason=Reason.SPOILED), hours=90)
    kitchen.live(40)
    journal = open_journal(home, checked=False)
    journal.append(kitchen.events)
    refresh(home, expectations=False, journal=journal)
    return home


def queries() -> list[tuple[str, str, str | None]]:
    """Return (page, SQL, the output shown below it) of every SQL block."""
    found = []
    for page in PAGES:
        blocks = FENCE.findall(text_of(page))
        for number, (language, body) in enumerate(blocks):
            if language == "sql":
                below = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
                found.append((relative(page), body, below[1] if below[0] == "text" else None))
    return found


QUERIES = queries()
QUERY_IDS = [f"{page}-{number}" for number, (page, _, _) in enumerate(QUERIES)]


@pytest.mark.parametrize(("page", "sql", "output"), QUERIES, ids=QUERY_IDS)
def test_a_query_of_the_docs_runs_and_has_the_columns_shown(
    published: Home, page: str, sql: str, output: str | None
) -> None:
    from warehouse.queries import run_sql
    from warehouse.reader import Warehouse

    columns, _ = run_sql(Warehouse(published), sql)
    if output is not None:
        assert output.splitlines()[0].split() == columns


def test_the_published_macros_for_analysts_explain_themselves(published: Home) -> None:
    from warehouse.reader import Warehouse

    source = macros_for_analysts()
    macros = set(re.findall(r"create or replace macro ([a-z]\w+)\(", source))
    rows = Warehouse(published).rows(
        "select function_name as name, comment from duckdb_functions() where not internal and comment is not null")
    said = {row["name"]: row["comment"] for row in rows}
    assert macros - set(said) == set()
    assert said["expiry_report"].startswith("One row per open lot that is tracked")


def test_every_published_table_and_column_explains_itself(published: Home) -> None:
    from warehouse.reader import Warehouse

    assert Warehouse(published).rows("""
        select table_name, column_name from duckdb_columns()
        where schema_name in ('marts', 'meta') and coalesce(comment, '') = ''
        union all
        select table_name, '' from duckdb_tables() where coalesce(comment, '') = ''
    """) == []


def test_the_fold_has_the_columns_its_page_lists(published: Home) -> None:
    from warehouse.queries import run_sql
    from warehouse.reader import Warehouse

    columns, _ = run_sql(Warehouse(published), "from fold('marts.pantry_events') limit 0")
    table = text_of(REFERENCE / "fold.md").split("## Columns of `fold`")[1].split("\n## ")[0]
    names = "".join(row.split("|")[1] for row in table.splitlines() if row.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", names)) == set(columns)
