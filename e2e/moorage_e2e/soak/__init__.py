"""Collections that take links, manifests and bytes, beside clients of every kind, at a high rate."""
