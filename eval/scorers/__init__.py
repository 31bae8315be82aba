"""Scorers: pure functions from what was produced and what is known to a number; None where there is nothing.

The suites, the tests and the app use them; nothing here knows how a text was made or how a run is stored.
"""
