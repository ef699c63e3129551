"""A person who types."""
def work(folder, seed, place, say):
    raise NotImplementedError
