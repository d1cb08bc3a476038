import { hasScheme, percentDecoded, urlSecrets } from "../../src/redact.ts";
import { isHarmlessHeader, isSecretName } from "./fields.ts";

/** A value of a header or of a query that has no secret name counts as a secret from this length on. */
const MIN_PLAIN_CHARS = 6;
/** The ordinary values of headers and queries, which are also words of messages. */
const WORDS =
  /^(true|false|null|none|default|identity|(application|audio|image|multipart|text|video|\*)\/[\w.+*-]+)$/i;

/**
 * Returns the secrets of a command line that need not be valid: the values of --header, user, password and query of
 * --host, the members of --body with a secret name, and the values of flags with a secret name.
 *
 * @example
 * secretsOf(["--header", "x-api-key=sesame"]); // ["sesame"]
 */
export function secretsOf(argv: readonly string[]): string[] {
  const secrets = argv.flatMap((arg, index) => {
    const [, flag, value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (flag === undefined) return [];
    if (value !== undefined) return secretsOfFlag(flag, value);
    const rest = argv.slice(index + 1);
    return [...secretsOfFlag(flag, rest[0] ?? ""), ...unquotedRest(flag, rest)];
  });
  return [...new Set(secrets.filter((secret) => secret !== ""))];
}

function secretsOfFlag(flag: string, value: string): string[] {
  if (flag === "--host") return secretsOfUrl(value);
  if (flag === "--header" || flag === "-H") return secretsOfHeader(value);
  if (flag === "--body") return secretsOfPair(value);
  return isSecretName(flag.replace(/^-+/, "").replaceAll("-", "_")) ? [value] : [];
}

/** Returns the words after a header that was not quoted, as in --header Authorization: Bearer sesame. */
function unquotedRest(flag: string, [first = "", ...rest]: readonly string[]): string[] {
  if ((flag !== "--header" && flag !== "-H") || first.includes("=")) return [];
  const end = rest.findIndex((word) => word.startsWith("-"));
  return end < 0 ? [...rest] : rest.slice(0, end);
}

/** Returns user, password and query values of a URL, and the credentials as basic authentication sends them. */
function secretsOfUrl(text: string): string[] {
  const url = URL.parse(hasScheme(text) ? text : `http://${text}`);
  const written = Array.from(text.matchAll(/[?&]([^=&#]*)=([^&#]*)/g), ([, ...pair]) => pair);
  const plain = [...written, ...(url?.searchParams ?? [])].flatMap(([name = "", value = ""]) =>
    isSecretName(name) || isPlainSecret(value) ? [value] : [],
  );
  if (url === null || url.username === "") return [...urlSecrets(text), ...plain];
  const [user = "", password = ""] = [url.username, url.password].map(percentDecoded);
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  return [...urlSecrets(text), user, password, basic, ...plain];
}

/** Returns the value of a header `name=value`, also without its scheme (Bearer, Basic) and as single cookies. */
function secretsOfHeader(pair: string): string[] {
  const [, name = "", value = ""] = /^([^=:\s]*)\s*[=:]?\s*(.*)$/s.exec(pair) ?? [];
  if (isHarmlessHeader(name)) return [];
  const [, scheme = "", credentials = ""] = /^(\w+)\s+(\S.*)$/s.exec(value) ?? [];
  const basic = /^basic$/i.test(scheme) ? Buffer.from(credentials, "base64").toString() : "";
  const cookies = [...value.matchAll(/=([^;]*)/g)].map(([, cookie = ""]) => cookie);
  const all = [value, credentials, basic, ...basic.split(":"), ...cookies];
  return isSecretName(name) ? all : all.filter(isPlainSecret);
}

/** Returns the secrets of `name=value` of a body, whose value can be JSON or a URL. */
function secretsOfPair(pair: string): string[] {
  const cut = pair.search(/[=:]/);
  if (cut < 0) return [];
  const text = pair.slice(cut + 1);
  return leaves(pair.slice(0, cut), parsed(text), false);
}

/** Returns the strings and numbers of `value` that stand under a secret name. */
function leaves(name: string, value: unknown, inSecret: boolean): string[] {
  const isSecret = inSecret || isSecretName(name);
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    if (isSecret) return [text];
    return hasScheme(text) ? secretsOfUrl(text) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(Array.isArray(value) ? name : key, member, isSecret),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isPlainSecret(value: string): boolean {
  return value.length >= MIN_PLAIN_CHARS && !WORDS.test(value);
}
