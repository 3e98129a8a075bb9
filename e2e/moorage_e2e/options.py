"""Options that several checks have."""

from __future__ import annotations

import argparse
import random


def add_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32), help="repeats all that is random; printed by each run")


def add_only(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", default="", metavar="WORD", help="only the parts that have this word in their names")
