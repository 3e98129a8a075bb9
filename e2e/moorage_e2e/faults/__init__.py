"""What the checks under crashes and disk faults share: the server, the load, what was acknowledged, and what must hold after."""
