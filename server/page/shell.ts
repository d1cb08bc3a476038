import type { Context } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Env } from "../env.ts";
import { withOrigin } from "../routes/path.ts";
import { TEXTS } from "./parts/texts.ts";
import type { ScriptName } from "./bundle.ts";

/** The pages load scripts and styles of this server only, and call only this server. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

type Fragment = HtmlEscapedString | Promise<HtmlEscapedString>;

interface Page {
  readonly name: keyof typeof TEXTS.pages;
  readonly script: ScriptName;
  /** Rendered into `main`; the script mounts into `#app`. */
  readonly content?: Fragment;
}

/**
 * Responds with a page: the heading with links to the other pages, and a script. All addresses are relative, so that the page
 * also works behind a proxy with a prefix.
 */
export function sendPage(c: Context<Env>, page: Page) {
  c.header("Content-Security-Policy", POLICY);
  c.header("Cache-Control", "no-store");
  c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
  return c.html(document(page, rootOf(c)));
}

/** A prefix of paths that a proxy removes. Two slashes at its start would name another host. */
const PREFIX = /^(?:\/[\w.~-]+)+\/?$/;

/**
 * Returns the address of the server's root for the links of a page: relative to the path of the page. Only a proxy knows
 * whether the browser's path ends with a slash where it removes a prefix (`/tts`); its `X-Forwarded-Prefix` counts.
 */
export function rootOf(c: Context<Env>): string {
  const prefix = c.req.header("x-forwarded-prefix") ?? "";
  if (PREFIX.test(prefix)) return prefix.endsWith("/") ? prefix : `${prefix}/`;
  const { pathname } = new URL(withOrigin(c.req.raw).url);
  const depth = pathname.split("/").length - 2;
  return depth === 0 ? "./" : "../".repeat(depth);
}

function document({ name, script, content }: Page, root: string) {
  const { title } = TEXTS.pages[name];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>utter: ${title}</title>
        <link rel="icon" href="${root}page/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${root}page/style.css" />
        <script type="module" src="${root}page/${script}"></script>
      </head>
      <body>
        <header class="top">
          <a class="brand" href="${root}"><img src="${root}page/icon.svg" alt="" />utter</a>
          <nav aria-label="${TEXTS.pagesLabel}">
            ${Object.entries(TEXTS.pages).map(
              ([each, { href, title }]) =>
                html`<a href="${root}${href}" ${each === name ? html`aria-current="page"` : ""}
                  >${title}</a
                >`,
            )}
          </nav>
        </header>
        <main class="${name}">
          <h1>${title}</h1>
          <noscript><p>${TEXTS.noScript}</p></noscript>
          <div id="app"></div>
          ${content ?? ""}
        </main>
      </body>
    </html>`;
}
