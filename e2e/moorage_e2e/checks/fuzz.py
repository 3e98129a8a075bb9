"""Coverage-guided fuzzing of everything that parses input.

Jazzer runs each @FuzzTest for --seconds, two at a time, starting from its kept inputs. Every input is a file below src/test/resources,
and the default test run runs all of them. An input that breaks a property, throws, or takes more than 30 seconds is kept there too,
and fails the check. Needs a JDK 25, and builds the modules first.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import time

from moorage_e2e import places
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report

MODULES = ["domain", "application", "adapters-http", "bootstrap"]
AT_ONCE = 2
CLASS_PATH = "target/fuzz.classpath"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=int, default=60, help="for each target")


def run(options: argparse.Namespace, report: Report) -> None:
    java = jdk25()
    with report.check("the modules are built"):
        build()
    targets = [(module, file) for module in MODULES for file in sorted((places.SOURCE / module / "src/test/java").rglob("*FuzzTest.java"))]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(fuzz, java, module, file, options.seconds) for module, file in targets]
        for (_, file), future in zip(targets, running):
            wrong, figures, seconds = future.result()
            report.result(file.stem, wrong, seconds)
            report.detail(figures)


def jdk25() -> str:
    """The program java of a JDK 25, in JAVA_HOME or below /usr/lib/jvm."""
    for home in [os.environ.get("JAVA_HOME", ""), *map(str, sorted(pathlib.Path("/usr/lib/jvm").glob("*")))]:
        java = os.path.join(home, "bin", "java")
        if home and os.access(java, os.X_OK):
            if '"25' in subprocess.run([java, "-version"], capture_output=True, text=True).stderr:
                return java
    raise Unavailable("there is no JDK 25 in JAVA_HOME or below /usr/lib/jvm")


def build() -> None:
    command = [str(places.MAVEN), "-q", "-B", "-ntp", "-Dquick", "-Dmoorage.skipPackage=true", "test-compile"]
    command += ["dependency:build-classpath", "-DincludeScope=test", f"-Dmdep.outputFile={CLASS_PATH}", "-pl", ",".join(MODULES), "-am"]
    ended = subprocess.run(command, cwd=places.SOURCE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ended.returncode != 0:
        raise Unexpected(ended.stdout[-4000:])


def fuzz(java: str, module: str, file: pathlib.Path, seconds: int) -> tuple[list[str], str, float]:
    """What was found by one target, figures, and how many seconds it took."""
    folder = places.SOURCE / module
    target = ".".join(file.relative_to(folder / "src/test/java").with_suffix("").parts)
    class_path = f"{folder}/target/test-classes:target/classes:{(folder / CLASS_PATH).read_text()}"
    command = [java, "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    command += ["-Djazzer.instrumentation_includes=dev.moorage.**", "-cp", class_path, "com.code_intelligence.jazzer.Jazzer"]
    command += [f"--target_class={target}", f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=2048"]
    began = time.monotonic()
    ended = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    took = time.monotonic() - began
    lines = ended.stdout.splitlines()
    if ended.returncode != 0:
        return ["\n".join([line for line in lines if not line.startswith("INFO")][-60:])], "", took
    done = [line for line in lines if line.startswith("Done ")]
    covered = re.findall(r"cov: \d+", ended.stdout)
    return [], ", ".join(done + covered[-1:]), took
