"""Speed and quality beside named peers; the results are kept as JSON."""
