"""Speed and memory beside other ways of doing the same; how good the results are is left to `eval`."""
