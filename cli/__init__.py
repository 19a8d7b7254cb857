"""cli/ is the `larder` command: one file a group of commands, each a few lines around a room's function.

Start at `main.main`. Data goes to standard output, messages to standard error; `--json` prints one object a
line. May import every room. Never holds a rule; heavy rooms are imported inside the command that needs them.
"""
