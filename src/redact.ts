/** Length of the shortest secret that is redacted. A shorter secret would also match parts of ordinary words. */
const MIN_SECRET_CHARS = 4;

/** Placeholder for a redacted text. */
export const REDACTED = "(hidden)";

/** Replaces every known secret in a text by a placeholder. */
export type Redactor = (text: string) => string;

/**
 * Creates a redactor of `secrets`. It replaces each secret also where the secret is JSON-escaped or URL-encoded. Secrets
 * shorter than four UTF-16 units are ignored.
 *
 * @example
 * createRedactor(["first-key"])("Bearer first-key is unknown"); // "Bearer (hidden) is unknown"
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = secretForms(secrets);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, REDACTED), text);
}

/**
 * Returns the texts in which `secrets` can stand: as they are, JSON-escaped and URL-encoded, the longest first, because
 * one secret can be a prefix of another. Secrets shorter than four UTF-16 units are ignored, so no form is shorter.
 */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_CHARS)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ]);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

/**
 * Returns a URL without user name and password.
 *
 * @example
 * redactUrl("http://user:password@lm.local:8000/v1"); // "http://lm.local:8000/v1"
 */
export function redactUrl(url: string): string {
  const { prefix, userinfo, rest } = splitUrl(url);
  return userinfo === "" ? url : `${prefix}${rest}`;
}

/** Returns the user name and password of a URL: as written in the URL, as a client sends them, and percent-decoded. */
export function urlSecrets(url: string): readonly string[] {
  const { username = "", password = "" } = URL.canParse(url) ? new URL(url) : {};
  const { userinfo } = splitUrl(url);
  const colon = userinfo.indexOf(":");
  const parts = colon < 0 ? [userinfo] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  const all = [...parts, username, password, percentDecoded(username), percentDecoded(password)];
  return [...new Set(all)].filter((part) => part !== "");
}

/**
 * Splits a URL around its user name and password. A text that does not parse as a URL (one without a scheme, or with an
 * unescaped slash in the password) is split at its last @.
 */
function splitUrl(url: string) {
  const isUrl = hasScheme(url) && URL.canParse(url);
  const pattern = isUrl ? /^(\w[\w+.-]*:\/\/)([^/?#]*)@(.*)$/s : /^(\w[\w+.-]*:\/\/)?(.*)@(.*)$/s;
  const [, prefix = "", userinfo = "", rest = ""] = pattern.exec(url) ?? [];
  return { prefix, userinfo, rest };
}

/** True if `text` starts with the scheme of a URL, such as http://. */
export function hasScheme(text: string): boolean {
  return /^\w[\w+.-]*:\/\//.test(text);
}

/** Returns `part` of a URL percent-decoded; unchanged if it cannot be decoded. */
export function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that escapes nothing
  }
}
