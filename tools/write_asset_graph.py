"""Write the snapshot of the asset graph that the tests hold: python tools/write_asset_graph.py."""

import json
from pathlib import Path


def main() -> None:
    """Write the parents of every asset, sorted."""
    from warehouse.dbt_runner import parse_manifest

    # Before the definitions, which are made from the manifest as it lies there.
    parse_manifest()
    from orchestration.definitions import defs

    graph = defs.resolve_asset_graph()
    parents = {
        key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
        for key in sorted(graph.get_all_asset_keys())
    }
    target = Path(__file__).resolve().parents[1] / "tests" / "orchestration" / "asset_graph.json"
    target.write_text(json.dumps(parents, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
