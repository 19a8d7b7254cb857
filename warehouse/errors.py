"""What the warehouse can refuse.

LarderError
├── AuditFailed      a check found wrong rows; nothing was published
├── BuildFailed      dbt could not build a model; nothing was published
├── WarehouseBusy    another process has been building for too long
└── QueryRefused     a statement that does more than read
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pantry.errors import LarderError


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong row or figure. check: the test's name; row: the row as JSON text; rows: how many in all."""

    check: str
    severity: str
    rows: int
    row: str


class AuditFailed(LarderError):
    """Checks found wrong rows, so the last good version stays published."""

    code = "E-WH-001"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        checks = sorted({finding.check for finding in findings})
        first = self.findings[0].row if self.findings else ""
        super().__init__(
            f"{self.code} the audit failed in {', '.join(checks)}; first row: {first}; nothing was published. "
            "Undo or correct the events named in meta.audit_results and refresh again"
        )


class BuildFailed(LarderError):
    """dbt could not build a model; the message is dbt's own."""

    code = "E-WH-002"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{self.code} the warehouse was not built: {what}; the log is in the home's logs folder")


class WarehouseBusy(LarderError):
    """Another process holds the build lock for longer than we wait."""

    code = "E-WH-003"

    def __init__(self, waited_s: float) -> None:
        self.waited_s = waited_s
        super().__init__(f"{self.code} another build is running (waited {waited_s:.0f} s); try again when it is done")


class QueryRefused(LarderError):
    """A statement that is no query, or that ran too long."""

    code = "E-WH-004"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{self.code} {reason}")
