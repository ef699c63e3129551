"""The city's console: server-rendered pages under /bang for the people of the centre; they work without any script."""
