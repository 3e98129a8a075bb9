"""Clients of a registry, and what they push."""
