import type { Context } from "hono";
import { html, raw } from "hono/html";
import { z } from "zod";
import { AUDIO_FORMATS, isHeaderless } from "../../src/audio/encode/form.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Env } from "../env.ts";
import { SCRIPT, STYLE } from "./docsPage.ts";
import { ERRORS, type Operation, OPERATIONS, SCHEMAS } from "./operations.ts";
import { withOrigin } from "../routes/path.ts";
import { listVoices } from "../routes/voices.ts";

/** The page loads nothing. It can only call this server and play the received audio. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; media-src blob:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The parts of a JSON schema (as zod generates it) that the page shows. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** Responds to GET /docs with one self-contained page: all routes and fields, and a form to try speech. */
export function docs(c: Context<Env>, { catalogue }: { readonly catalogue: Catalogue }) {
  c.header("Content-Security-Policy", POLICY);
  c.header("Cache-Control", "no-store");
  // The page uses relative addresses, so that it also works behind a proxy with a prefix.
  const root = new URL(withOrigin(c.req.raw).url).pathname.endsWith("/") ? "../" : "";
  return c.html(page(catalogue, root));
}

function page(catalogue: Catalogue, root: string) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>utter</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>utter</h1>
          <p>Text to speech with OpenAI's API. <a href="${root}openapi.json">openapi.json</a></p>
        </header>
        <main>${tryIt(catalogue)} ${sections()}</main>
        <script>
          ${raw(SCRIPT)};
        </script>
      </body>
    </html>`;
}

let rendered: ReturnType<typeof section>[] | undefined;

/** Returns one section per route. The sections are rendered once, on the first request. */
function sections() {
  return (rendered ??= OPERATIONS.map(section));
}

function tryIt(catalogue: Catalogue) {
  const { voices } = listVoices(catalogue);
  // Browsers can't play audio without a header.
  const formats = AUDIO_FORMATS.filter((format) => !isHeaderless(format));
  return html`<form id="try">
    <label
      >Text<textarea name="input" rows="3" required>Hello! How can I help you?</textarea>
    </label>
    <div class="row">
      <label
        >Voice<input name="voice" list="voices" value="${voices[0]?.id ?? ""}" autocomplete="off" />
        <datalist id="voices">
          ${voices.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
        </datalist>
      </label>
      <label
        >Format<select name="response_format">
          ${formats.map((format) => html`<option>${format}</option>`)}
        </select></label
      >
      <label
        >Speed<input name="speed" type="number" min="0.25" max="4" step="0.05" value="1"
      /></label>
      <label
        >API key<input
          name="key"
          type="password"
          placeholder="if one is required"
          autocomplete="off"
      /></label>
      <button>Speak</button>
    </div>
    <audio controls hidden></audio>
    <output></output>
    <pre><code></code></pre>
  </form>`;
}

function section({ method, path, summary, body, errors }: Operation) {
  return html`<section>
    <h2><b class="${method}">${method.toUpperCase()}</b> ${path}</h2>
    <p>${summary}.</p>
    ${body === undefined ? "" : table(z.toJSONSchema(SCHEMAS[body.schema], { io: "input" }) as Shape)}
    ${
      errors.length === 0
        ? ""
        : html`<details>
            <summary>Errors</summary>
            <table>
              ${errors
                .toSorted((a, b) => a - b)
                .map(
                  (status) =>
                    html`<tr>
                      <td>${status}</td>
                      <td>${ERRORS[status]}</td>
                    </tr>`,
                )}
            </table>
          </details>`
    }
  </section>`;
}

function table({ properties = {}, required = [] }: Shape) {
  return html`<table>
    ${Object.entries(properties).map(
      ([name, field]) =>
        html`<tr>
          <td><code>${name}</code>${required.includes(name) ? html` <em>required</em>` : ""}</td>
          <td>${typeText(field)}</td>
          <td>${marked(field.description ?? "")}</td>
        </tr>`,
    )}
  </table>`;
}

/** Describes the type of a field, without the null that every optional field accepts. */
function typeText({ type, anyOf, enum: choices, properties, ...range }: Shape): string {
  if (anyOf !== undefined)
    return anyOf
      .filter((shape) => shape.type !== "null")
      .map(typeText)
      .join(" or ");
  if (choices !== undefined) return choices.join(", ");
  if (properties !== undefined) return `{${Object.keys(properties).join(", ")}}`;
  const name = [type].flat().find((one) => one !== "null") ?? "";
  const low = range.exclusiveMinimum ?? range.minimum;
  const bound = (value: number | undefined) =>
    value !== undefined && Number.isSafeInteger(Math.trunc(value)) && Math.abs(value) < 1e9;
  if (bound(low) && bound(range.maximum)) return `${name} ${low} to ${range.maximum}`;
  if (bound(low)) return `${name} ${range.exclusiveMinimum === undefined ? "from" : "over"} ${low}`;
  return name;
}

/** Renders backticks in a description as code. */
function marked(text: string) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
