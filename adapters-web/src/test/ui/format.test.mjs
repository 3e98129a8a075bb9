import assert from "node:assert/strict";
import { test } from "node:test";
import { age, bytes, command, pullCommands, rate, referrerKind, restoreCommand, safeLink, secondsLeft, shortDigest, span } from "../../main/ui/format.js";

test("bytes have three digits and a binary unit", () => {
  assert.equal(bytes(0), "0 B");
  assert.equal(bytes(1023), "1023 B");
  assert.equal(bytes(1536), "1.50 KiB");
  assert.equal(bytes(1023 * 1024), "1023 KiB");
  assert.equal(bytes(5 * 1024 ** 3), "5.00 GiB");
  assert.equal(bytes(undefined), "");
  assert.equal(rate(0), "");
  assert.equal(rate(2048), "2.00 KiB/s");
});

test("an age is in its largest unit, and the age of a reproducible image is not shown", () => {
  const now = Date.parse("2026-11-30T12:00:00Z");
  assert.equal(age("2026-11-30T11:59:59Z", now), "1 second ago");
  assert.equal(age("2026-11-27T12:00:00Z", now), "3 days ago");
  assert.equal(age("1970-01-01T00:00:00Z", now), "");
  assert.equal(age("rubbish", now), "");
  assert.equal(span(0.4), "0 seconds");
});

test("an upload has seconds left where its length and its rate are known", () => {
  assert.equal(secondsLeft({ expected: 100, bytes: 50, bytesPerSecond: 5 }), 10);
  assert.equal(secondsLeft({ bytes: 50, bytesPerSecond: 5 }), undefined);
  assert.equal(secondsLeft({ expected: 100, bytes: 50, bytesPerSecond: 0 }), undefined);
});

test("a command of the history is that of the Dockerfile", () => {
  assert.equal(command('/bin/sh -c #(nop)  CMD ["sh"]'), 'CMD ["sh"]');
  assert.equal(command("/bin/sh -c apk add curl"), "RUN apk add curl");
  assert.equal(command("RUN /bin/sh -c apk add curl # buildkit"), "RUN apk add curl");
  assert.equal(command("RUN |1 A=b /bin/sh -c make # buildkit"), "RUN make");
  assert.equal(command("COPY a b # buildkit"), "COPY a b");
  assert.equal(command(undefined), "");
});

test("commands name the tag, and the digest where there is none", () => {
  const docker = pullCommands("image", "r:5000", "team/app", "v1", "sha256:ab");
  assert.deepEqual(docker[0], ["docker", "docker pull r:5000/team/app:v1"]);
  assert.deepEqual(docker.at(-1), ["by digest", "docker pull r:5000/team/app@sha256:ab"]);
  assert.deepEqual(pullCommands("image", "r", "a", undefined, "sha256:ab")[1], ["podman", "podman pull r/a@sha256:ab"]);
  assert.deepEqual(pullCommands("helm", "r", "charts/a", "1.0_2", "sha256:ab")[0], ["helm", "helm pull oci://r/charts/a --version 1.0+2"]);
  assert.equal(pullCommands("artifact", "r", "a", "v", "sha256:ab")[0][0], "oras");
});

test("referrers are named by their type", () => {
  assert.equal(referrerKind("application/vnd.dev.sigstore.bundle.v0.3+json"), "signature");
  assert.equal(referrerKind("application/spdx+json"), "SBOM");
  assert.equal(referrerKind("application/vnd.in-toto+json"), "attestation");
  assert.equal(referrerKind(undefined), "artifact");
});

test("only https is a link", () => {
  assert.equal(safeLink("https://example.org/a"), "https://example.org/a");
  for (const text of ["javascript:alert(1)", "http://example.org", "data:text/html,x", "https://user:pass@example.org", " ", "//x"]) {
    assert.equal(safeLink(text), undefined, text);
  }
  assert.equal(shortDigest("sha256:0123456789abcdef"), "0123456789ab");
});

test("a removal is put back by its tag, by its digest, or with all of its repository", () => {
  const command = (removal) => restoreCommand({ repository: "a/b", manifests: 1, tags: 0, references: [], ...removal }).replace(/^.*\.yml /, "");
  assert.equal(command({ references: ["sha256:ab", "v1"], tags: 1 }), "a/b:v1");
  assert.equal(command({ references: ["sha256:ab"] }), "a/b@sha256:ab");
  assert.equal(command({ references: ["sha256:ab", "v1", "v2"], tags: 2 }), "a/b");
  assert.equal(command({ manifests: 0 }), "a/b");
});
