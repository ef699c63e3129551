"""Updates of the program: packages of a built tree, their signed catalogue, the way they come."""
