import { secretForms } from "../../src/redact.ts";
import { HIDDEN } from "./fields.ts";

/** Makes a text fit to leave the tester: without its secrets, and without control characters. */
export type Filter = (text: string) => string;

/** A message can quote the beginning of a secret and cut it. From this length on, the beginning is hidden too. */
const CUT_CHARS = 8;

/**
 * Creates the filter through which every text leaves: console, files and usage errors, whoever wrote the text. Secrets
 * are hidden as they are, JSON-escaped and URL-encoded. Control characters, which could command a terminal, become ".".
 *
 * @example
 * createFilter(["sk-1234567"])("unknown key sk-1234567"); // "unknown key [hidden]"
 */
export function createFilter(secrets: readonly string[]): Filter {
  const forms = secretForms(secrets);
  return (text) => printable(forms.reduce(hide, text));
}

/** Applies `filter` to every string in `value`, at every depth. */
export function filterAll<T>(value: T, filter: Filter): T {
  const each = (part: unknown): unknown => {
    if (typeof part === "string") return filter(part);
    if (Array.isArray(part)) return part.map(each);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, each(member)]));
  };
  return each(value) as T; // strings stay strings, so the type stays
}

/** Hides `secret`, also where only its beginning stands. */
function hide(text: string, secret: string): string {
  const start = secret.slice(0, CUT_CHARS);
  let shown = "";
  let from = 0;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, from)) {
    let length = start.length;
    while (length < secret.length && text[at + length] === secret[length]) length++;
    shown += text.slice(from, at) + HIDDEN;
    from = at + length;
  }
  return shown + text.slice(from);
}

/** Characters of C0 and C1 except tab and line feed, and those that change the direction of a text. */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(CONTROLS, ".");
}
