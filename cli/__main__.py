"""`python -m cli` is `larder`, for services that must run under the same Python."""

from cli.main import main

main()
