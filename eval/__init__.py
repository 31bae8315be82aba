"""The evaluation harness: cases with known answers, scorers that are pure functions, and suites that run them."""
