// Opens GraphiQL as somebody would, and tells as JSON what was to be seen.
// node look.js <chromium> <address> <folder for the profile> [picture]
import { chromium } from "playwright-core";

const [executablePath, address, profile, picture] = process.argv.slice(2);
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const seen = { requests: [], refused: [], complaints: [] };

const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: QUIET,
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
});
browser.on("request", (request) => seen.requests.push(request.url()));
browser.on("requestfailed", (request) => {
  // What was under way is given up when the page is left.
  const { errorText } = request.failure();
  if (errorText !== "net::ERR_ABORTED") seen.refused.push(`${errorText} ${request.url()}`);
});
browser.on("response", (response) => {
  if (response.status() >= 400) seen.refused.push(`${response.status()} ${response.url()}`);
});

const page = browser.pages()[0];
page.on("console", (line) => {
  if (["error", "warning"].includes(line.type())) seen.complaints.push(line.text());
});
page.on("pageerror", (error) => seen.complaints.push(error.message));
await page.exposeFunction("violated", (what) => seen.complaints.push(what));
await page.addInitScript(() => {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    globalThis.violated(`${violatedDirective} ${blockedURI}`),
  );
});

const button = (name) => page.getByRole("button", { name, exact: true });

// What stands in an editor, once it ends as it must.
async function written(file, end) {
  const found = await page.waitForFunction(
    ([file, end]) => {
      const models = globalThis.__MONACO?.editor.getModels() ?? [];
      const text = models.find(({ uri }) => uri.path.endsWith(file))?.getValue();
      return text?.endsWith(end) && text;
    },
    [file, end],
  );
  return found.jsonValue();
}

async function opened() {
  await page.goto(address);
  await button("Show Documentation Explorer").click();
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await page.locator(".graphiql-doc-explorer-field-name", { hasText: "viewer" }).waitFor();
}

async function answer(tab) {
  await page.locator(".graphiql-tab-button", { hasText: tab }).click();
  // It takes GraphiQL a moment to know the operation of a tab, less than it takes people to click.
  await page.waitForTimeout(1000);
  await button("Execute query (Ctrl-Enter)").click();
  return JSON.parse(await written("response.json", "}"));
}

// What the editor says about a text; its workers say it.
async function marked(query) {
  await button("New tab").click();
  const found = await page.waitForFunction((text) => {
    const { editor } = globalThis.__MONACO;
    const model = editor.getModels().find(({ uri }) => uri.path.endsWith("operation.graphql"));
    if (model.getValue() !== text) model.setValue(text);
    const marks = editor.getModelMarkers({ resource: model.uri });
    return marks.length > 0 && marks.map(({ message }) => message);
  }, query);
  return found.jsonValue();
}

await opened();
seen.tabs = await page.locator(".graphiql-tab-button").allTextContents();
seen.headers = JSON.parse(await written("request-headers.json", "}"));
seen.docs = await page.locator(".graphiql-doc-explorer-content").innerText();
await button("Hide Documentation Explorer").click();
seen.customers = await answer("Customers");
if (picture) {
  // The editors colour what they show a little later.
  await page.waitForTimeout(1000);
  await page.screenshot({ path: picture });
}
await button("Show GraphiQL Explorer").click();
seen.explorer = await page.locator(".graphiql-explorer-root").innerText();
seen.mistake = await answer("Mistake");
seen.marked = await marked("{ nothing }");
await opened();
seen.headersLater = JSON.parse(await written("request-headers.json", "}"));
await button("Show History").click();
seen.history = await page.locator(".graphiql-history-item-label").allTextContents();
seen.kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
await browser.close();
console.log(JSON.stringify(seen));
