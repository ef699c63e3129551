"""`python -m sync.central`."""

from sync.central.command import main

main(prog_name="python -m sync.central")
