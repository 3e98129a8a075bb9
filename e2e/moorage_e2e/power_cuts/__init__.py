"""Power cuts while many connections push."""
