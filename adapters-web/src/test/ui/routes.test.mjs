import assert from "node:assert/strict";
import { test } from "node:test";
import { address, parse } from "../../main/ui/routes.js";

const view = (path, search = "") => parse(path, "/ui/", search);

test("each view has an address, and each address its view", () => {
  assert.equal(view("/ui/").view, "repositories");
  assert.equal(view("/ui/uploads").view, "uploads");
  assert.equal(view("/ui/storage/").view, "storage");
  for (const [repository, reference] of [["a", undefined], ["team/app", "v1"], ["a/b", "sha256:" + "0".repeat(64)], ["r/r", "r"]]) {
    const path = address("/ui/", repository, reference);
    assert.deepEqual({ ...view(path) }, { view: reference ? "image" : "repository", repository, ...(reference ? { reference } : {}), query: {} });
  }
});

test("a query is kept, and empty values are not", () => {
  assert.equal(address("/ui/", "a", "v", { platform: "linux/amd64", q: "" }), "/ui/r/a:v?platform=linux%2Famd64");
  assert.deepEqual(view("/ui/r/a", "?q=x&sort=name").query, { q: "x", sort: "name" });
});

test("what is no address of the page has no view", () => {
  for (const path of ["/", "/ui/r/", "/ui/r/UPPER", "/ui/r/a:", "/ui/r/a//b", "/ui/x", "/ui/r/%", "/ui/r/a@nodigest"]) {
    assert.equal(view(path).view, "unknown", path);
  }
});
