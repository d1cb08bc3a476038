import { userinfoOf } from "../../src/shownUrl.ts";

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
