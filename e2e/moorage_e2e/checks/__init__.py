"""One module for each check: its options, and its run with a report."""
