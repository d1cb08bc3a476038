import type { BrowserContextOptions, Page } from "playwright-core";
import type { Watched } from "./browser.ts";
import type { Stage } from "./stage.ts";

/** Prepares a page as a reader sees it, after it has been opened. */
type Prepare = (page: Page) => Promise<unknown>;

const speak: Prepare = async (page) => {
  await page.getByRole("button", { name: "Speak", exact: true }).click();
  await page.locator("[data-side=A][data-state=complete]").waitFor();
  await page.waitForFunction(() => window.tap.marked.length > 8);
  await page.getByRole("button", { name: "Pause" }).click();
};

/** What the pages look like in use, each with its path. */
export const VIEWS = {
  playground: { path: "", prepare: speak },
  compare: {
    path: "",
    async prepare(page) {
      await page.getByRole("checkbox", { name: /Compare/ }).check();
      await page.getByRole("button", { name: "Speak A and B" }).click();
      await page.locator("[data-side=B][data-state=complete]").waitFor();
      await page.getByText("This request as code").click();
    },
  },
  talk: {
    path: "",
    async prepare(page) {
      await page.getByRole("tab", { name: "Talk" }).click();
      await page.getByRole("button", { name: "Reply", exact: true }).click();
      await page.waitForFunction(
        () => (document.querySelector(".said")?.textContent ?? "").length > 30,
      );
      await page.getByRole("button", { name: "Interrupt" }).click();
      await page.locator(".reply[data-state=interrupted]").waitFor();
    },
  },
  lexicon: {
    path: "",
    async prepare(page) {
      await page.getByRole("tab", { name: "Lexicon" }).click();
      await page.locator("#panel-lexicon .changed").first().waitFor();
    },
  },
  error: {
    path: "",
    async prepare(page) {
      await page.getByRole("textbox", { name: "Text", exact: true }).fill("\u2026");
      await page.getByRole("button", { name: "Speak", exact: true }).click();
      await page.locator(".notice").waitFor();
    },
  },
  live: {
    path: "live",
    async prepare(page) {
      await page.locator(".tiles").waitFor();
      await page.evaluate(speakSome);
      await page.locator('[data-tile="first-audio"] b', { hasText: /\d m?s$/ }).waitFor();
    },
  },
  docs: { path: "docs", prepare: (page) => page.getByRole("button", { name: "Speak" }).waitFor() },
} as const satisfies Record<string, { readonly path: string; readonly prepare: Prepare }>;

export type View = keyof typeof VIEWS;

/** Speaks a few texts, some at the same time; runs in the page. */
async function speakSome(): Promise<void> {
  const speech = (at: number) =>
    fetch("v1/audio/speech", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: `This is listener number ${at}. `.repeat(at) }),
    }).then((response) => response.arrayBuffer());
  for (const listeners of [[1, 2], [1, 2, 3, 4, 5], [3]]) {
    await Promise.all(listeners.map(speech));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Opens a page and prepares it. */
export async function openView(
  stage: Pick<Stage, "open">,
  name: View,
  options: BrowserContextOptions,
): Promise<Watched> {
  const { path, prepare } = VIEWS[name];
  const opened = await stage.open(path, options);
  await prepare(opened.page);
  return opened;
}
