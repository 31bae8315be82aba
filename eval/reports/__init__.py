"""Reports of a run and of a comparison: terminal, Markdown, one HTML file, JSON."""
