"""Which events count: the rule of undo, for facts that are folded in Python (documents, lists, settings).

An event counts unless an undo that counts names it; an undo only counts when its chain ends at an event
that is not an undo, so a ring of undos never starts. The fold in `fold.sql` holds the same rule for stock.
"""

from collections.abc import Iterable, Mapping, Sequence

from pantry.journal import RecordedEvent


def live_undos(events: Iterable[RecordedEvent]) -> dict[str, str]:
    """Return, for each event that does not count, the id of an undo that counts and names it."""
    return undone_targets({e.event_id: e.payload["undoes_event_id"] for e in events if e.kind == "event_undone"})


def undone_targets(target_of: Mapping[str, str]) -> dict[str, str]:
    """Return the same from what each undo names: event ids by the ids of the undos."""
    depth = _depths(target_of)
    named_by: dict[str, list[str]] = {}
    for undo, target in target_of.items():
        if undo in depth:
            named_by.setdefault(target, []).append(undo)
    # The deepest undos are named by none, so they count; each verdict decides the one it names.
    counts: dict[str, bool] = {}
    for undo in sorted(depth, key=lambda one: depth[one], reverse=True):
        counts[undo] = not any(counts[other] for other in named_by.get(undo, ()))
    return {target: undo for undo, target in target_of.items() if counts.get(undo, False)}


def effective(events: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Return the events that count, without undos, by (occurred_at, event_id)."""
    undone = live_undos(events)
    kept = [e for e in events if e.kind != "event_undone" and e.event_id not in undone]
    return sorted(kept, key=lambda e: (e.occurred_at, e.event_id))


def last_said(events: Sequence[RecordedEvent], source: str) -> list[RecordedEvent]:
    """Return what was said last from a source and still counts: the events of one append, in their order."""
    said = sorted((e for e in effective(events) if e.source == source), key=lambda e: e.seq)
    return [e for e in said if e.recorded_at == said[-1].recorded_at]


def _depths(target_of: Mapping[str, str]) -> dict[str, int]:
    """Return how many undos lie between each undo and the event its chain ends at; rings are left out."""
    depth: dict[str, int] = {}
    for start in target_of:
        path, seen, at = [], set(), start
        while at in target_of and at not in depth and at not in seen:
            seen.add(at)
            path.append(at)
            at = target_of[at]
        if at in seen:
            continue
        base = depth.get(at, 0)
        for distance, undo in enumerate(reversed(path), start=1):
            depth[undo] = base + distance
    return depth
