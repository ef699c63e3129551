"""A seeded world of offices, a bad line and a centre that drives the real code of both ends; see `world`."""
