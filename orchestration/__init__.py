"""orchestration/ assembles the asset graph: definitions, jobs, schedules, sensors, the Dagster instance.

Start at `definitions.defs`. May import assets and the rooms they use. Anything with an `if` about food lives
in a room; nothing imports this one but the command line.
"""
