"""Each rule of the force order, over traces that are written by hand."""

from __future__ import annotations

import unittest

from moorage_e2e.force_order.promises import Ledger

ROOT = "/data/root"
V2 = ROOT + "/docker/registry/v2"
HEX = "ab" + "0" * 62
BLOB = f"{V2}/blobs/sha256/ab/{HEX}"
LINK = f"{V2}/repositories/r/_layers/sha256/{HEX}"


def answer(kind: str = "blobs", status: int = 201, reference: str = f"sha256:{HEX}") -> str:
    return (
        f'9 writev(7<socket:[1]>, [{{iov_base="HTTP/1.1 {status} Created\\r\\nLocation: /v2/r/{kind}/{reference}\\r\\n'
        f'Docker-Content-Digest: sha256:{HEX}\\r\\n\\r\\n", iov_len=1}}], 1) = 1'
    )


def fsync(path: str, name: str = "fsync") -> str:
    return f"9 {name}(5<{path}>) = 0"


def written(temporary: str, target: str, text: str = "x") -> list[str]:
    """A file that is written, synced, named, and whose directory is synced."""
    return [
        f'9 openat(AT_FDCWD</data>, "{temporary}", O_WRONLY|O_CREAT|O_EXCL, 0666) = 5<{temporary}>',
        f'9 write(5<{temporary}>, "{text}", 1) = 1',
        fsync(temporary, "fdatasync"),
        f'9 rename("{temporary}", "{target}") = 0',
        fsync(target.rsplit("/", 1)[0]),
    ]


def made(path: str, above: str = ROOT) -> tuple[list[str], list[str]]:
    """Directories that are made from the top, and synced from the bottom."""
    steps = path.removeprefix(above + "/").split("/")
    paths = [f"{above}/{'/'.join(steps[: count + 1])}" for count in range(len(steps))]
    makes = [f'9 mkdir("{each}", 0777) = 0' for each in paths]
    return makes, [fsync(each.rsplit("/", 1)[0]) for each in reversed(paths)]


def push() -> list[str]:
    blob_makes, blob_fsyncs = made(BLOB)
    link_makes, link_fsyncs = made(LINK, above=V2)
    staged = V2 + "/repositories/r/_uploads/u"
    return [
        '9 mkdir("/data/root", 0777) = 0',
        fsync("/data"),
        *blob_makes,
        f'9 openat(AT_FDCWD</data>, "{staged}/session", O_WRONLY|O_CREAT, 0666) = 6<{staged}/session>',
        f'9 write(6<{staged}/session>, "never synced", 12) = 12',
        *written(f"{staged}/data", f"{BLOB}/data"),
        *[each for each in blob_fsyncs if each != fsync(V2)],  # The one below covers both.
        *link_makes,
        *written(f"{ROOT}/.moorage/tmp/1", f"{LINK}/link"),
        *link_fsyncs,
        answer(),
    ]


def violations(lines: list[str]) -> list[str]:
    ledger = Ledger(ROOT)
    ledger.replay(lines)
    return ledger.violations


class ForceOrderTest(unittest.TestCase):
    def test_a_push_that_syncs_everything_is_right(self) -> None:
        self.assertEqual(violations(push()), [])

    def test_each_fsync_that_is_missing_is_missed(self) -> None:
        lines = push()
        fsyncs = [index for index, line in enumerate(lines) if "sync(" in line]
        # The blob's and the link's bytes, their directories, and each directory above one that was made.
        self.assertGreater(len(fsyncs), 15)
        for index in fsyncs:
            with self.subTest(lines[index]):
                self.assertTrue(violations([*lines[:index], *lines[index + 1 :]]))

    def test_each_fsync_that_fails_counts_for_nothing(self) -> None:
        lines = push()
        for index, line in enumerate(lines):
            if "sync(" in line:
                with self.subTest(line):
                    failed = line.replace("= 0", "= -1 EIO (Input/output error)")
                    self.assertTrue(violations([*lines[:index], failed, *lines[index + 1 :]]))

    def test_each_fsync_after_the_answer_is_too_late(self) -> None:
        lines = push()
        for index, line in enumerate(lines):
            if "sync(" in line:
                with self.subTest(line):
                    self.assertTrue(violations([*lines[:index], *lines[index + 1 :], line]))

    def test_a_fsync_that_goes_on_while_the_answer_leaves_is_too_late(self) -> None:
        lines = push()
        begun = fsync(LINK).replace(") = 0", " <unfinished ...>").replace("9 ", "8 ", 1)
        late = [line for line in lines[:-1] if line != fsync(LINK)]
        self.assertEqual(violations([*late, begun, "8 <... fsync resumed>) = 0", answer()]), [])
        self.assertTrue(violations([*late, begun, answer(), "8 <... fsync resumed>) = 0"]))

    def test_a_fsync_that_began_before_the_name_was_there_does_not_cover_it(self) -> None:
        lines = push()
        index = next(i for i, line in enumerate(lines) if line.startswith("9 rename") and "/link" in line)
        without = [line for line in lines if line != fsync(LINK)]
        begun = f"8 fsync(5<{LINK}> <unfinished ...>"
        early = [*without[:index], begun, without[index], "8 <... fsync resumed>) = 0", *without[index + 1 :]]
        self.assertTrue(violations(early))

    def test_a_write_after_the_fsync_must_be_synced_again(self) -> None:
        lines = push()
        index = next(i for i, line in enumerate(lines) if "fdatasync" in line)
        again = lines[index - 1]
        self.assertTrue(violations([*lines[: index + 1], again, *lines[index + 1 :]]))
        self.assertEqual(violations([*lines[: index + 1], again, *lines[index:]]), [])

    def test_a_write_to_what_has_its_final_name_must_be_synced(self) -> None:
        late = f'9 pwrite64(5<{BLOB}/data>, "y", 1, 0) = 1'
        self.assertTrue(violations([*push()[:-1], late, answer()]))

    def test_a_link_that_is_written_again_was_durable_all_the_time(self) -> None:
        again = written(f"{ROOT}/.moorage/tmp/2", f"{LINK}/link")
        self.assertEqual(violations([*push(), *again[:-1], answer()]), [])

    def test_a_link_that_somebody_else_replaces_while_it_is_synced_is_durable(self) -> None:
        lines = push()
        index = lines.index(fsync(LINK))
        replacing = written(f"{ROOT}/.moorage/tmp/2", f"{LINK}/link")[:-1]
        begun = f"8 fsync(5<{LINK}> <unfinished ...>"
        lines = [*lines[:index], begun, *replacing, "8 <... fsync resumed>) = 0", *lines[index + 1 :]]
        self.assertEqual(violations(lines), [])
        self.assertTrue(violations([line for line in lines if "fsync resumed" not in line]))

    def test_a_201_for_what_was_never_written_is_seen(self) -> None:
        self.assertTrue(violations([answer()]))

    def test_a_tag_that_moves_must_be_synced_each_time(self) -> None:
        tags = f"{V2}/repositories/r/_manifests/tags/t"
        revision = f"{V2}/repositories/r/_manifests/revisions/sha256/{HEX}/link"
        lines = [*push()[:-1], *written(f"{ROOT}/.moorage/tmp/2", revision)]
        lines += written(f"{ROOT}/.moorage/tmp/3", f"{tags}/index/sha256/{HEX}/link")
        current = written(f"{ROOT}/.moorage/tmp/4", f"{tags}/current/link")
        self.assertEqual(violations([*lines, *current, answer("manifests")]), [])
        self.assertEqual(violations([*lines, *current, *current, answer("manifests")]), [])
        self.assertTrue(violations([*lines, *current, *current[:-1], answer("manifests")]))

    def test_what_a_manifest_refers_to_must_be_synced_too(self) -> None:
        layer = "cd" + "1" * 62
        lines = push()[:-1]
        manifest = f"{V2}/blobs/sha256/ab/{HEX}/data"
        lines += written(f"{ROOT}/.moorage/tmp/2", manifest, text=f"sha256:{layer}")
        lines += written(f"{ROOT}/.moorage/tmp/3", f"{V2}/repositories/r/_manifests/revisions/sha256/{HEX}/link")
        lines += written(f"{ROOT}/.moorage/tmp/4", f"{V2}/blobs/sha256/cd/{layer}/data")
        link = written(f"{ROOT}/.moorage/tmp/5", f"{V2}/repositories/r/_layers/sha256/{layer}/link")
        self.assertEqual(violations([*lines, *link, answer("manifests")]), [])
        self.assertTrue(violations([*lines, *link[:-1], answer("manifests")]))

    def test_fsyncs_are_counted_for_each_push(self) -> None:
        started = answer("blobs", 202, "uploads/u?_state=x")
        ledger = Ledger(ROOT)
        ledger.replay([started, *push(), started, *written(f"{ROOT}/.moorage/tmp/2", f"{LINK}/link"), answer()])
        self.assertEqual(ledger.counted["r blobs"][1:], [2])
