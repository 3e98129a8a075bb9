"""Servers in processes of their own. Each listens on 127.0.0.1 and is ended by its pid."""
