// Looks at the page with Chromium: node page.mjs URL NODE_MODULES PICTURES

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [origin, modules, pictures] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
let failed = 0;

async function check(name, action) {
  try {
    await action();
    console.log(`ok - ${name}`);
  } catch (failure) {
    failed++;
    console.log(`not ok - ${name}: ${String(failure).split("\n")[0]}`);
    console.log(failure.stack);
  }
}

function require_(isRight, text) {
  if (!isRight) {
    throw new Error(text);
  }
}

/** Wide pages are light, and narrow ones dark. */
const scheme = (width) => (width > 800 ? "light" : "dark");

async function open(width) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme(width) });
  const wrong = [];
  const asked = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (failure) => wrong.push(String(failure)));
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    asked.push(request.url());
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
      wrong.push(`a request to ${request.url()}`);
    }
  });
  return { page, wrong, asked };
}

const VIEWS = {
  repositories: ["/ui/", "h1"],
  tags: ["/ui/r/team/app", "table.tags"],
  index: ["/ui/r/team/app:latest", "table.layers"],
  hostile: ["/ui/r/team/app:hostile", "table.layers"],
  content: ["/ui/r/team/app?tab=content", "table.tags"],
  uploads: ["/ui/uploads", "h1"],
  storage: ["/ui/storage", "h1"],
};

for (const width of [1280, 360]) {
  for (const [name, [path, selector]] of Object.entries(VIEWS)) {
    await check(`${name} at ${width} pixels`, async () => {
      const { page, wrong } = await open(width);
      await page.goto(origin + path);
      await page.waitForSelector(`main ${selector}`, { timeout: 15000 });
      await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      require_(!scrolls, "the page scrolls sideways");
      // Chromium counts the answer 404 of an API that this registry does not have as an error of the console.
      const real = wrong.filter((text) => !/404.*_moorage\/uploads/.test(text));
      require_(real.length === 0, real.join("; "));
      const found = await audit(path, width);
      require_(found.length === 0, found.join("; "));
      await page.close();
    });
  }
}

/** What axe-core finds. It runs in a page without the policy, which would refuse it. */
async function audit(path, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme(width), bypassCSP: true });
  const page = await context.newPage();
  await page.goto(origin + path);
  await page.waitForSelector("main h1", { timeout: 15000 });
  await page.evaluate(axe);
  const result = await page.evaluate("axe.run()");
  await context.close();
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 100)}`);
}

await check("the first view costs three files of less than 50,000 bytes", async () => {
  const { page, asked } = await open(1280);
  await page.goto(`${origin}/ui/`);
  await page.waitForSelector("main h1");
  const files = asked.filter((url) => url.includes("/ui/"));
  require_(files.length === 3, files.join(" "));
  const sizes = await Promise.all(files.map(async (url) => (await (await page.request.get(url)).body()).length));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  require_(bytes < 50_000, `the files have ${bytes} bytes: ${sizes}`);
  require_((await page.locator("ul.names li.empty").textContent()).includes("team/empty"), "the empty repository is not marked");
  await page.close();
});

await check("a tag is deleted with the keyboard, and its image stays", async () => {
  const { page, wrong } = await open(1280);
  await page.goto(`${origin}/`);
  await page.waitForSelector("ul.names a");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("table.tags");
  const tags = await page.locator("table.tags tbody th a").allTextContents();
  require_(tags.join() === "latest,1.10.0,1.9.0,broken,hostile", `the tags are ${tags}`);
  await page.focus('button[aria-label="Delete the tag 1.9.0"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.screenshot({ path: `${pictures}/dialog.png` });
  await page.focus("dialog button.danger");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector('button[aria-label="Delete the tag 1.9.0"]'));
  require_(wrong.length === 0, wrong.join("; "));
  const answer = await page.request.get(`${origin}/v2/team/app/manifests/latest`);
  require_(answer.status() === 200, `latest is ${answer.status()}`);
  await page.close();
});

/** What axe-core finds in a page as it is now. */
async function auditNow(page) {
  await page.evaluate(axe);
  const result = await page.evaluate("axe.run()");
  require_(result.violations.length === 0, result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 100)}`).join("; "));
}

for (const width of [1280, 360]) {
  await check(`what is asked for by a button is shown at ${width} pixels`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme(width), bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${origin}/ui/uploads`);
    await page.click("text=Look in the storage");
    await page.waitForSelector("text=Look again");
    require_((await page.locator("table.uploads").last().textContent()).includes("20.0 KiB stored"), "the upload in the storage is not shown");
    await page.screenshot({ path: `${pictures}/scan-${width}.png`, fullPage: true });
    await auditNow(page);
    await page.goto(`${origin}/ui/r/team/app:latest`);
    await page.click("text=Tags that share these layers");
    await page.waitForSelector("table.layers >> text=/in [34] tags/");
    await page.screenshot({ path: `${pictures}/sharing-${width}.png`, fullPage: true });
    await auditNow(page);
    await page.goto(`${origin}/ui/storage`);
    await page.waitForSelector("table.tags");
    const trash = await page.locator("table.tags").textContent();
    require_(trash.includes("moorage trash restore /etc/moorage/config.yml team/app:1.9.0"), trash);
    await page.screenshot({ path: `${pictures}/trash-${width}.png`, fullPage: true });
    await auditNow(page);
    require_(!(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)), "the page scrolls sideways");
    await context.close();
  });
}

await check("loose ends are listed with their reasons, and one is deleted", async () => {
  const { page, wrong } = await open(1280);
  await page.goto(`${origin}/ui/r/team/app`);
  await page.click("text=Sizes and loose ends");
  await page.waitForSelector("table.tags");
  const before = await page.locator("table.tags tbody tr").allTextContents();
  for (const reason of ["untagged", "attached to nothing", "lacks images"]) {
    require_(before.some((text) => text.includes(reason)), `${reason} is not in ${before}`);
  }
  const untagged = page.locator("table.tags tbody tr", { hasText: "untagged" });
  await untagged.locator("button").click();
  await page.click("dialog button.danger");
  await page.waitForFunction((count) => document.querySelectorAll("table.tags tbody tr").length === count, before.length - 1);
  require_(wrong.length === 0, wrong.join("; "));
  await page.close();
});

await check("what refers to an index is listed", async () => {
  const { page } = await open(1280);
  await page.goto(`${origin}/ui/r/team/app:latest`);
  await page.waitForSelector('section[aria-labelledby="referrers"]');
  require_((await page.locator('section[aria-labelledby="referrers"]').textContent()).includes("signature"), "there is no signature");
  await page.close();
});

await browser.close();
process.exit(failed ? 1 : 0);
