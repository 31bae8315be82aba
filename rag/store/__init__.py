"""The catalogue (the only truth) and the two indexes derived from it."""
