"""Requests that race for uploads and blobs, over raw sockets."""
