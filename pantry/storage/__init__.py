"""The journal's tables, its copies and backups, and files that may only be read."""
