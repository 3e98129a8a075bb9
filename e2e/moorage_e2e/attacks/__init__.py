"""Bounded attacks, and the users that are served during them."""
