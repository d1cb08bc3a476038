/** Shorter values are no secrets, and would be found in innocent words. */
const SHORTEST = 4;

/** A function that replaces each of `secrets` in a text, as it is or escaped in JSON or a URL, by "(hidden)". */
export function hider(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ]);
  // The longest first: one may be the beginning of another.
  const all = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => all.reduce((shown, secret) => shown.replaceAll(secret, "(hidden)"), text);
}
