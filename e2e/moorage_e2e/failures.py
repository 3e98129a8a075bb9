"""What ends a check, or a part of it."""


class Unexpected(Exception):
    """A server answered or did something that it must not."""


class Unavailable(Exception):
    """This machine lacks what a check needs: a program, a right, a kind of mount."""
