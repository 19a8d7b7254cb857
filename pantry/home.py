"""Where Larder keeps its files: one home folder, `$LARDER_HOME`, default `./data`."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Home:
    """The folders under one home folder; `create` makes them."""

    root: Path
    journal_url: str

    @classmethod
    def at(cls, root: Path | str, journal_url: str | None = None) -> "Home":
        """Return the home at `root`; the journal is SQLite inside it unless a URL is given."""
        root = Path(root).resolve()
        return cls(root, journal_url or sqlite_url(root / "journal.db"))

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home that `LARDER_HOME` and `LARDER_JOURNAL_URL` name."""
        root, journal_url = os.environ.get("LARDER_HOME") or "data", os.environ.get("LARDER_JOURNAL_URL") or None
        return _home_at(root, journal_url) if Path(root).is_absolute() else cls.at(root, journal_url)

    @property
    def originals(self) -> Path:
        """Bytes of every document by sha256, never changed."""
        return self.root / "originals"

    @property
    def inbox(self) -> Path:
        """One folder a household; files dropped here are read by the pipeline."""
        return self.root / "inbox"

    @property
    def landing(self) -> Path:
        """Parquet segments of journal events, in the order of `seq`."""
        return self.root / "landing"

    @property
    def warehouse(self) -> Path:
        """The private build and the published versions of the warehouse."""
        return self.root / "warehouse"

    @property
    def recipes(self) -> Path:
        """The recipe store and its match index."""
        return self.root / "recipes"

    @property
    def recipe_matches(self) -> Path:
        """The best recipes of every household when they were last looked for, as Parquet; the warehouse lands it."""
        return self.recipes / "matches.parquet"

    @property
    def models(self) -> Path:
        """Models retrained from this home's corrections."""
        return self.root / "models"

    @property
    def backups(self) -> Path:
        """Nightly copies of the journal."""
        return self.root / "backups"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage (`DAGSTER_HOME`)."""
        return self.root / "dagster"

    @property
    def logs(self) -> Path:
        """Log files of dbt and the services."""
        return self.root / "logs"

    def create(self) -> "Home":
        """Make every folder that is missing and return self."""
        for folder in (self.originals, self.inbox, self.landing, self.warehouse, self.recipes, self.models,
                       self.backups, self.dagster, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file, whose name may hold what means something in a URL."""
    return f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F')}"


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite journal, None for one in memory or on a server."""
    scheme, _, rest = url.partition(":///")
    name = unquote(rest.partition("?")[0])
    return Path(name) if scheme.startswith("sqlite") and name not in ("", ":memory:") else None


@lru_cache(maxsize=16)
def _home_at(root: str, journal_url: str | None) -> Home:
    """Return the home at an absolute root; kept, since every page view asks for it and resolving asks the disk."""
    return Home.at(root, journal_url)


def ocr_models_folder() -> Path:
    """Return the folder of the OCR weights: `$LARDER_OCR_MODELS`, default `models/ocr` of the checkout."""
    return Path(os.environ.get("LARDER_OCR_MODELS") or REPOSITORY / "models" / "ocr")
