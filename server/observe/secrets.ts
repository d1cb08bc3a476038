import { userinfoOf } from "../../src/shownUrl.ts";

/** Shorter values are no keys, and would be found in innocent words. */
const SHORTEST = 4;

/** A function that replaces each of `secrets` in a text, as it is or escaped in JSON, by "(hidden)". */
export function hider(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  // The longest first: one key may be the beginning of another.
  const all = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => all.reduce((shown, secret) => shown.replaceAll(secret, "(hidden)"), text);
}

/** Name and password of a URL: as they are written in it, as they are sent, and as they are meant. */
export function urlSecrets(url: string): readonly string[] {
  const { username = "", password = "" } = URL.canParse(url) ? new URL(url) : {};
  const written = userinfoOf(url);
  const colon = written.indexOf(":");
  const parts = colon < 0 ? [written] : [written.slice(0, colon), written.slice(colon + 1)];
  return [...new Set([...parts, username, password, meant(username), meant(password)])];
}

function meant(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that escapes nothing
  }
}
