"""What turns the source into programs and installers: run by `dev.py build`, never a part of the built program."""
