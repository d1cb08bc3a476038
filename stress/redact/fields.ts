import { hasScheme, redactUrl } from "../../src/redact.ts";

/** Names of flags, headers, body fields and query parameters whose value is a secret. */
const SECRET = /auth|bearer|cookie|credential|jwt|key|passw|pwd|secret|session|signature|token/i;
/** Fields such as max_tokens, minNewTokens and tokens_per_s: a number of tokens, not a secret. */
const TOKEN_COUNT = /^(max|min|num)\w*tokens$|^tokens_?per_?s(ec(ond)?)?$/i;
/** Headers whose values are not secret. */
const HARMLESS = /^(accept(-[a-z]+)?|connection|content-type|user-agent|x-request-id)$/i;

/** Placeholder for a secret. */
export const HIDDEN = "[hidden]";

/** True if the value of a field with this name is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !TOKEN_COUNT.test(name);
}

/** True if the value of this header can be shown. Every other header can carry a credential. */
export function isHarmlessHeader(name: string): boolean {
  return HARMLESS.test(name.trim());
}

/** Redacts the value of a field with a secret `name`, and secrets inside objects and arrays at every depth. */
export function redactField(name: string, value: unknown): unknown {
  if (isSecretName(name)) return HIDDEN;
  if (typeof value === "string") return redactText(value);
  // Items are redacted by the name of their array.
  if (Array.isArray(value)) return value.map((item) => redactField(name, item));
  if (typeof value !== "object" || value === null) return value;
  return redactFields(value);
}

/** Redacts each member of `fields` by its name. */
export function redactFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      redactField(name, value),
    ]),
  );
}

/**
 * Removes user name and password from `url`, and hides the values of its query. The scheme can be missing.
 */
export function redactUrlAndQuery(url: string): string {
  return redactUrl(url).replaceAll(/([?&][^=&#]*)=[^&#]+/g, `$1=${HIDDEN}`);
}

/**
 * Redacts `name=value` of a flag; the value can be JSON. Without "=", everything from the first colon or space on is
 * removed.
 */
function redactPair(pair: string): string {
  const cut = pair.indexOf("=");
  if (cut < 0) return pair.replace(/[:\s].*$/s, "…");
  const [name, text] = [pair.slice(0, cut), pair.slice(cut + 1)];
  if (isSecretName(name)) return `${name}=${HIDDEN}`;
  return `${name}=${redactText(text)}`;
}

/** Redacts `name=value` of a header. */
function redactHeader(pair: string): string {
  const cut = pair.indexOf("=");
  const name = pair.slice(0, cut);
  return cut < 0 || isHarmlessHeader(name) ? redactPair(pair) : `${name}=${HIDDEN}`;
}

/** Redacts the values of headers. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isHarmlessHeader(name) ? value : HIDDEN]),
  );
}

/** The flags whose value can contain a secret, each with the function that redacts the value. */
export const REDACTED_FLAGS: Readonly<Record<string, (value: string) => string>> = {
  "--header": redactHeader,
  "--body": redactPair,
  "--host": redactUrlAndQuery,
};

/** Redacts a URL, or secrets in JSON; any other text is returned unchanged. */
function redactText(text: string): string {
  if (hasScheme(text)) return redactUrlAndQuery(text);
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    const redacted = JSON.stringify(redactField("", parsed));
    return redacted === JSON.stringify(parsed) ? text : redacted;
  } catch {
    return text;
  }
}
