"""Garbage collectors beside pushes: what a 201 promises while they run, stop, and are killed."""
