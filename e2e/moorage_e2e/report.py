"""The reporter of all checks. It prints TAP, the Test Anything Protocol: a line "ok" or "not ok" for each result."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from typing import TextIO

from moorage_e2e.failures import Unavailable, Unexpected


class Report:
    """Counts results and prints them at once. Its user calls finish when there are no more."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.prefix = ""
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.began = time.monotonic()
        self._line("TAP version 14")

    def ok(self, what: str, seconds: float | None = None) -> None:
        self.passed += 1
        self._line(f"ok {self._number()} - {self._name(what)}{_time(seconds)}")

    def fail(self, what: str, *diagnostics: str, seconds: float | None = None) -> None:
        """diagnostics: why it failed, and how to repeat it. Each may have several lines."""
        self.failed += 1
        self._line(f"not ok {self._number()} - {self._name(what)}{_time(seconds)}")
        for diagnostic in diagnostics:
            self.detail(diagnostic)

    def skip(self, what: str, why: str) -> None:
        self.skipped += 1
        self._line(f"ok {self._number()} - {self._name(what)} # SKIP {' '.join(why.split())}")

    def result(self, what: str, wrong: list[str], seconds: float | None = None) -> None:
        """One result, which fails if something is wrong."""
        if wrong:
            self.fail(what, *wrong, seconds=seconds)
        else:
            self.ok(what, seconds)

    def note(self, text: str) -> None:
        """A comment, such as a seed or figures."""
        for line in text.splitlines():
            self._line(f"# {line}")

    def detail(self, text: str) -> None:
        """A comment on the result before it."""
        for line in text.splitlines():
            self._line(f"#     {line}")

    @contextlib.contextmanager
    def check(self, what: str) -> Iterator[list[str]]:
        """One result: ok when the block ends. The block may add details to the list, which are printed in both cases."""
        began = time.monotonic()
        details: list[str] = []
        try:
            yield details
        except Unavailable as e:
            self.skip(what, str(e))
        except Unexpected as e:
            self.fail(what, str(e), seconds=time.monotonic() - began)
        except Exception:
            self.fail(what, traceback.format_exc(), seconds=time.monotonic() - began)
        else:
            self.ok(what, time.monotonic() - began)
        for detail in details:
            self.detail(detail)

    def relay(self, what: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        """Runs a program that prints "ok - …" and "not ok - …" for each of its results, and passes these on."""
        results, failed = 0, self.failed
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        last = time.monotonic()
        assert process.stdout is not None
        try:
            for line in process.stdout:
                text = line.rstrip("\n")
                took, is_result = time.monotonic() - last, text.startswith(("ok - ", "not ok - "))
                if is_result:
                    last, results = time.monotonic(), results + 1
                if text.startswith("ok - "):
                    self.ok(text.removeprefix("ok - "), took)
                elif is_result:
                    self.fail(text.removeprefix("not ok - "), seconds=took)
                else:
                    self.detail(text)
            status = process.wait()
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.terminate()
                process.wait()
        if results == 0 or status != 0 and self.failed == failed:
            self.fail(what, f"{' '.join(command)} ended with {status} after {results} results")

    @contextlib.contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Puts a name before all results of the block. An exception of the block is a failure of that name."""
        before, self.prefix = self.prefix, self.prefix + name + ": "
        try:
            yield
        except Unavailable as e:
            self.skip("run", str(e))
        except Unexpected as e:
            self.fail("run", str(e))
        except Exception:
            self.fail("run", traceback.format_exc())
        finally:
            self.prefix = before

    def finish(self) -> int:
        """Prints the plan and the totals. The status to end with: 0 when there were results and none failed."""
        count = self.passed + self.failed + self.skipped
        self._line(f"1..{count}")
        seconds = time.monotonic() - self.began
        self._line(f"# {self.passed} passed, {self.failed} failed, {self.skipped} skipped in {seconds:.0f} s")
        return 0 if count and not self.failed else 1

    def _number(self) -> int:
        return self.passed + self.failed + self.skipped

    def _name(self, what: str) -> str:
        return (self.prefix + what).replace("#", "\\#")

    def _line(self, text: str) -> None:
        print(text, file=self.out, flush=True)


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f" # time={seconds:.1f}s"
