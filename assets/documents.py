"""Documents: files in the inbox, what was seen in them, and the lots they became."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import dagster as dg

from assets.homes import HomeResource
from intake.inbox import InboxFile, read_ahead, take_in_file, waiting_files
from pantry.vocabulary import DocumentKind

GROUP = "documents"
EVERY_FILE_IS_ANSWERED = "every_file_is_answered"


@dg.asset(group_name=GROUP, kinds={"file"})
def inbox_documents(context: dg.AssetExecutionContext, larder: HomeResource) -> list[dict[str, Any]]:
    """Files that wait in the inboxes and have stopped growing."""
    files = waiting_files(larder.home())
    context.add_output_metadata({"rows": len(files)})
    return [
        {"household_id": file.household_id, "path": str(file.path), "size_bytes": file.size_bytes} for file in files
    ]


@dg.multi_asset(
    group_name=GROUP,
    outs={
        "receipt_readings": dg.AssetOut(description="What is printed on the receipts of the inbox.", kinds={"onnx"}),
        "photo_readings": dg.AssetOut(description="What the photos of the inbox show.", kinds={"onnx"}),
    },
)
def document_readings(
    context: dg.AssetExecutionContext, larder: HomeResource, inbox_documents: list[dict[str, Any]]
) -> tuple[list[str], list[str]]:
    """Read every waiting file once; what it is decides which asset its reading belongs to."""
    started = time.perf_counter()
    read: dict[DocumentKind, list[str]] = {DocumentKind.RECEIPT: [], DocumentKind.PHOTO: []}
    refused = 0
    for file in _files(inbox_documents):
        kind, sha256 = read_ahead(larder.workplace(file.household_id), file)
        refused += kind is None
        if kind in read:
            read[kind].append(sha256)
    for name, kind in (("receipt_readings", DocumentKind.RECEIPT), ("photo_readings", DocumentKind.PHOTO)):
        context.add_output_metadata(
            {"rows": len(read[kind]), "refused": refused, "elapsed_ms": _elapsed_ms(started)}, output_name=name
        )
    return read[DocumentKind.RECEIPT], read[DocumentKind.PHOTO]


@dg.asset(
    group_name=GROUP,
    kinds={"sqlite"},
    deps=["receipt_readings", "photo_readings"],
    check_specs=[dg.AssetCheckSpec(EVERY_FILE_IS_ANSWERED, asset="accepted_lots")],
)
def accepted_lots(
    context: dg.AssetExecutionContext, larder: HomeResource, inbox_documents: list[dict[str, Any]]
) -> dg.MaterializeResult:
    """Sure lines of the documents as lots in the journal; the rest waits in Review."""
    started = time.perf_counter()
    statuses: Counter[str] = Counter()
    accepted = waiting = 0
    files = _files(inbox_documents)
    for file in files:
        taken = take_in_file(larder.workplace(file.household_id), file)
        statuses[taken.status] += 1
        accepted += len(taken.accepted)
        waiting += len(taken.waiting)
        if taken.status == "rejected":
            context.log.warning("%s was refused: %s", taken.name, taken.reason)
    return dg.MaterializeResult(
        metadata={
            "rows": accepted, "waiting": waiting, "refused": statuses["rejected"],
            "documents": sum(statuses.values()), "elapsed_ms": _elapsed_ms(started),
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not any(file.path.exists() for file in files),
                check_name=EVERY_FILE_IS_ANSWERED,
                metadata={"documents": len(files)},
            )
        ],
    )


def _files(listed: list[dict[str, Any]]) -> list[InboxFile]:
    """Return the files of an earlier step that are still there (a second run may have taken them)."""
    files = [InboxFile(one["household_id"], Path(one["path"]), one["size_bytes"]) for one in listed]
    return [file for file in files if file.path.exists()]


def _elapsed_ms(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
