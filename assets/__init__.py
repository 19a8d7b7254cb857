"""assets/ names what exists after a step of the pipeline: readings, lots in the journal, marts, matches.

Each asset is a few lines: read, call one room, write, report numbers. Running one twice leaves the same rows.
May import every room below it. Never parses, decides or writes SQL; never imports orchestration.
"""
