import { expect, test } from "bun:test";
import { html, scriptJson } from "./escape.ts";

test.each([
  ["&", "&#38;"],
  ["<", "&#60;"],
  [">", "&#62;"],
  ['"', "&#34;"],
  ["'", "&#39;"],
])("html - %s is escaped as %s", (character, escaped) => {
  expect(html`<p title="${character}">${`a${character}b${character}`}</p>`.markup).toBe(
    `<p title="${escaped}">a${escaped}b${escaped}</p>`,
  );
});

test("html - an escaped entity is escaped again", () => {
  expect(html`${"&lt;"}`.markup).toBe("&#38;lt;");
});

test("html - Html and lists of Html are inserted unchanged", () => {
  const items = [html`<li>${1}</li>`, html`<li>${"<"}</li>`];
  expect(html`${items}${html`<hr />`}`.markup).toBe("<li>1</li><li>&#60;</li><hr />");
});

test("scriptJson() - escapes the end of the script element", () => {
  const { markup } = scriptJson({ a: "</script><!--" });
  expect(markup).not.toContain("<");
  expect(JSON.parse(markup)).toEqual({ a: "</script><!--" });
});
