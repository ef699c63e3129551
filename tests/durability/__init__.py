"""Promises about what is saved, tried on the real program: killed, cut off, out of room."""
