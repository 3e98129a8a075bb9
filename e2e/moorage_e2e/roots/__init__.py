"""Roots that are read-only, of another user, unmounted, or partly on other disks."""
