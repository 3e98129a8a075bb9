"""Whether a 201 leaves only when everything that it promises is synced."""
