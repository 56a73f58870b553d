// Clicks through the pages that `dateline report` and `dateline explain --html` make of the demo, in Chromium, in light and
// dark, on a desk and on a phone; checks them with axe-core (WCAG 2.2 AA) and that they ask nothing of any network.
//
//     cargo build --release
//     cd tests/browser && npm install && node pages.mjs
//
// DATELINE and CHROMIUM name other programs than target/release/dateline and /usr/bin/chromium; PICTURES a directory for
// screenshots.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const dateline = process.env.DATELINE ?? join(root, "target/release/dateline");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The first stops of the tab key: each in sight, in the order of the page, and seen to have the focus. */
async function tab(page, stops) {
  await page.evaluate(() => scrollTo(0, 0));
  for (const stop of stops) {
    await page.keyboard.press("Tab");
    const [is, outline] = await page.evaluate((stop) => [document.activeElement.matches(stop), getComputedStyle(document.activeElement).outlineStyle], stop);
    assert.ok(is, `the tab key does not come to ${stop}`);
    assert.equal(outline, "solid", `${stop} does not show the focus`);
  }
}

/** The demo's pages in a directory of their own. */
function makePages() {
  const home = mkdtempSync(join(tmpdir(), "dateline-pages-"));
  const demo = join(home, "demo");
  cpSync(join(root, "pipelines/demo/incoming"), join(demo, "incoming"), { recursive: true });
  cpSync(join(root, "pipelines/demo.toml"), join(home, "demo.toml"));
  const run = (status, ...words) => {
    try {
      execFileSync(dateline, words, { cwd: home, stdio: "pipe" });
    } catch (error) {
      assert.equal(error.status, status, String(error.stderr));
    }
  };
  // Two of the samples are broken on purpose.
  run(3, "run", "demo.toml");
  run(0, "report", "demo/out/events.ndjson", "-o", "report.html");
  const stories = readdirSync(join(demo, "incoming")).filter((name) => name.endsWith(".txt") && !name.includes("garbled"));
  run(0, "explain", "--html=story.html", join(demo, "incoming", stories.find((name) => name.includes("grain-talks"))));
  run(0, "explain", "--html=stories.html", ...stories.slice(0, 3).map((name) => join(demo, "incoming", name)));
  return home;
}

async function checkAccess(page, what) {
  // Through the debugger, so that the page's own policy stays in force.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} — ${failureSummary}`).join("\n   ")}`);
  assert.deepEqual(told, [], what);
}

const number = (text) => Number(text.replace(/[^0-9].*/, ""));

async function report(page, phone) {
  await page.waitForSelector("#list .event");
  await tab(page, [".skip", "#country", "#type", "#status", "#from"]);
  const found = async () => number((await page.textContent("#found")).replaceAll(",", ""));
  const all = await found();
  assert.ok(all > 50, `${all} events`);
  // The address changes first, the sentences with the next frame.
  const fewer = () => page.waitForFunction((all) => Number.parseInt(document.querySelector("#found").textContent.replaceAll(",", ""), 10) < all, all);
  // A type, by the mouse: fewer events, all of that type.
  await page.click('#what button:has-text("ASSAULT")');
  await page.waitForFunction((all) => document.querySelector("#found").textContent.indexOf(`${all} of`) !== 0, all);
  const assaults = await found();
  assert.ok(assaults > 0 && assaults < all);
  await page.waitForFunction(() => [...document.querySelectorAll("#list .code")].every((code) => code.textContent === "ASSAULT"));
  assert.match(page.url(), /type=ASSAULT/);
  await page.click("#reset");
  await page.waitForFunction((all) => document.querySelector("#found").textContent.startsWith(`${all} of`), all);
  // A bar of time, by the keyboard.
  await page.focus('#when .bars button[tabindex="0"]');
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.includes("from="));
  await fewer();
  await page.click("#whole");
  await page.waitForFunction((all) => document.querySelector("#found").textContent.startsWith(`${all} of`), all);
  // What has the focus tells what it stands for, until Escape.
  await page.focus('#when .bars button[tabindex="0"]');
  await page.keyboard.press("ArrowRight");
  assert.match(await page.textContent("#tip"), /: [0-9,]+ events?, /);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#tip", { state: "hidden" });
  // A mark of the map, by the keyboard.
  await page.focus('#spots circle[tabindex="0"]');
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /country=|place=/.test(location.hash));
  await fewer();
  await page.waitForSelector("#list .event");
  await page.click("#reset");
  // A dyad, then its sentences.
  await page.waitForFunction(() => !location.hash.includes("country="));
  await page.locator("#dyads button").first().click();
  await page.waitForFunction(() => location.hash.includes("between="));
  await page.waitForFunction(() => document.querySelectorAll("#chosen button").length === 1);
  if (phone) {
    await page.click("#down");
    await page.locator("#list .event").first().waitFor();
  }
  // A link to one event opens with it alone, also in a report in which it has another number.
  await page.locator('#list a[href^="#event="]').first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("#list .event").length === 1 && location.hash.includes("event="));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Back to all", "the focus stays near");
  const link = page.url();
  for (const address of [link, link.replace(/event=\d+/, "event=0")]) {
    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForSelector("#list .event.shown");
    assert.equal(await page.locator("#list .event").count(), 1);
    await page.waitForFunction((link) => location.href === link, link);
  }
  await page.click('#list button:has-text("Back to all")');
  await page.click("#reset");
  await page.waitForFunction((all) => document.querySelector("#found").textContent.startsWith(`${all} of`), all);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing hangs over the edge");
}

async function story(page) {
  await tab(page, [".on-actor", ".on-time", ".on-place", ".on-quantity", ".on-quote", ".number"]);
  await page.evaluate(() => document.activeElement.blur());
  const lit = () => page.locator(".prose *").evaluateAll((all) => all.filter((one) => getComputedStyle(one).outlineStyle === "solid").length);
  assert.equal(await lit(), 0);
  // Pointing at a card lights up the words that it rests on, and so does the keyboard.
  await page.locator(".event").first().hover();
  assert.ok((await lit()) >= 2);
  await page.mouse.move(0, 0);
  await page.locator(".event h3 a").nth(1).focus();
  assert.ok((await lit()) >= 2);
  // The words lead to the card, whose address can be passed on.
  await page.locator(".prose a.trigger").nth(2).click();
  const name = new URL(page.url()).hash;
  assert.match(name, /^#a1e\d+$/);
  assert.ok(await page.locator(`${name}:target`).isVisible());
  // A box of the legend takes a colour away.
  const colour = () => page.locator(".prose p .actor").first().evaluate((one) => getComputedStyle(one).backgroundColor);
  const before = await colour();
  await page.locator(".on-actor").first().uncheck();
  assert.notEqual(await colour(), before);
  await page.locator(".on-actor").first().check();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing hangs over the edge");
}

/** A page of several stories begins with a list of them. */
async function stories(page) {
  assert.equal(await page.locator(".contents li").count(), 3);
  await page.locator(".contents a").nth(2).click();
  assert.equal(new URL(page.url()).hash, "#a3");
  const top = await page.locator("#a3 h1").evaluate((title) => title.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, `the story is ${top} below the edge`);
  await page.locator("#a3 .event").first().hover();
  const lit = (story) => page.locator(`${story} .prose *`).evaluateAll((all) => all.filter((one) => getComputedStyle(one).outlineStyle === "solid").length);
  assert.ok((await lit("#a3")) >= 2);
  assert.equal(await lit("#a1"), 0, "the words of another story stay as they are");
  await page.evaluate(() => scrollTo(0, 0));
}

const home = makePages();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let [passed, failed] = [0, 0];
for (const [width, height] of [[1280, 900], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [file, act] of [["report.html", report], ["story.html", story], ["stories.html", stories]]) {
      const what = `${file} ${width}x${height} ${colorScheme}`;
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      const wrong = [];
      page.on("pageerror", (error) => wrong.push(error.message));
      page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
      page.on("request", (request) => /^(file|data|blob|about):/.test(request.url()) || wrong.push(`asked for ${request.url()}`));
      await page.goto(pathToFileURL(join(home, file)).href);
      try {
        await act(page, width < 600);
        if (process.env.PICTURES) {
          mkdirSync(process.env.PICTURES, { recursive: true });
          await page.screenshot({ path: join(process.env.PICTURES, `${what.replaceAll(" ", "-")}.png`) });
        }
        await checkAccess(page, what);
        assert.deepEqual(wrong, [], what);
        console.log(`ok ${what}`);
        passed++;
      } catch (error) {
        console.log(`not ok ${what}\n${error.message}\n${wrong.join("\n")}`);
        failed++;
      }
      await page.close();
    }
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
