// Two pages as Lighthouse sees them on a middling phone: where somebody signs in, and the home of who has. Prints JSON.
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const { origin, link, chromium, profile, args, runs } = JSON.parse(process.argv[2]);
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const browser = await puppeteer.launch({ executablePath: chromium, userDataDir: profile, args, headless: true });

/** One visit: a score of 0 to 100 for each category, and what lost any points where none may be lost. */
const visit = async (url) => {
  const page = await browser.newPage();
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: "error", output: "json" };
  const { lhr } = await lighthouse(url, flags, undefined, page);
  await page.close();
  if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message);
  const scores = Object.fromEntries(CATEGORIES.map((each) => [each, Math.round(lhr.categories[each].score * 100)]));
  const lost = CATEGORIES.slice(1).flatMap((each) =>
    lhr.categories[each].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => `${id}: ${lhr.audits[id].title}`),
  );
  return { asked: lhr.finalDisplayedUrl, scores, lost };
};

const visits = async (url) => {
  const found = [];
  for (let n = 0; n < runs; n++) found.push(await visit(url));
  return found;
};

const found = { "sign-in": await visits(`${origin}/enrol`) };
const page = await browser.newPage();
await page.goto(link);
await page.waitForFunction(() => location.pathname === "/now" && document.querySelector("nav a") !== null);
await page.close();
found.home = await visits(`${origin}/now`);
await browser.close();
console.log(JSON.stringify(found));
