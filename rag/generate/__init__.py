"""Writers that draft claims from passages, and the comparison of articles."""
