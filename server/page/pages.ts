import type { Context, Hono } from "hono";
import type { Env } from "../env.ts";
import { expected } from "../../src/message.ts";
import { HttpError } from "../errors.ts";
import { isScript, scriptText } from "./bundle.ts";
import { sendPage } from "./shell.ts";

/** The files that the pages load besides their scripts, with their types. */
const FILES: Readonly<
  Record<string, { readonly type: string; readonly paths: readonly string[] }>
> = {
  "style.css": {
    type: "text/css; charset=utf-8",
    paths: [
      "./style/base.css",
      "./style/controls.css",
      "./style/playground.css",
      "./style/live.css",
      "./style/docs.css",
      "uplot/dist/uPlot.min.css",
    ],
  },
  "icon.svg": { type: "image/svg+xml", paths: ["./icon.svg"] },
};

/** Adds the playground at `/`, the live page at `/live`, and what the pages load. None of them needs a key; their requests do. */
export function addPages(app: Hono<Env>): void {
  app.get("/", (c) => sendPage(c, { name: "playground", script: "playground.js" }));
  app.get("/live", (c) => sendPage(c, { name: "live", script: "live.js" }));
  app.get("/page/:file", (c) => sendFile(c, c.req.param("file")));
}

async function sendFile(c: Context<Env>, name: string): Promise<Response> {
  const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  c.header("X-Content-Type-Options", "nosniff");
  // The files change with the server: browsers ask again with the page.
  c.header("Cache-Control", "no-cache");
  if (isScript(name)) {
    c.header("Content-Type", "text/javascript; charset=utf-8");
    return c.body(await scriptText(name));
  }
  if (file === undefined) {
    const known = Object.keys(FILES).join(", ");
    throw new HttpError(
      "not_found",
      expected("file", `a file of the pages, such as ${known}`, name),
    );
  }
  c.header("Content-Type", file.type);
  const texts = file.paths.map((path) => Bun.file(new URL(import.meta.resolve(path))).text());
  return c.body((await Promise.all(texts)).join("\n"));
}
