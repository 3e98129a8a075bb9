"""The server and its commands over roots that are read-only, of another user, unmounted, or partly on other disks.

Needs root, mount and setpriv.
"""

from __future__ import annotations

import argparse
import os

from moorage_e2e import options as common
from moorage_e2e import work as folders
from moorage_e2e.report import Report
from moorage_e2e.roots.scenarios import SCENARIOS
from moorage_e2e.roots.scene import Scene


def add_arguments(parser: argparse.ArgumentParser) -> None:
    common.add_only(parser)


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("roots", report) as work:
        for number, (what, scenario) in enumerate(SCENARIOS.items()):
            if options.only not in what:
                continue
            folder = os.path.join(work, str(number))
            os.makedirs(folder)
            scene = Scene(options.package, folder)
            with report.check(what):
                try:
                    scenario(scene)
                finally:
                    scene.close()
