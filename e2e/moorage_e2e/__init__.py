"""The end-to-end checks of Moorage: the package that was built, in the hands of real clients and under faults."""
