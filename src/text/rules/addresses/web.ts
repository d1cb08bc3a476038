import type { Verbaliser } from "../../speak/verbaliser.ts";
import { isKnownTop, NAMELIKE_TOPS } from "./domains.ts";
import { fileRules } from "./file.ts";
import { joined, spokenLabel, spokenTop } from "../letters/label.ts";
import type { Reading, Rule } from "../rule.ts";

/**
 * Letters and digits of addresses. A Han character ends an address, because Chinese texts have no blank after addresses.
 */
const L = String.raw`A-Za-z0-9\u00c0-\u024f`;
const HOST = String.raw`(?:[${L}](?:[${L}\-]{0,62})\.){1,8}`;
const NO_WORD_BEFORE = String.raw`(?<![${L}]\.?)(?<![@_])`;
const NO_WORD_AFTER = `(?![${L}_@])`;
const REST = String.raw`[${L}\-._~:\/?#\[\]@!$&'()*+,;=%]`;

/** The resource after an account: `/phone-2` of `name@example.com/phone-2`. */
const RESOURCE =
  /^(?:\/[A-Za-z\d][A-Za-z\d_-]{0,63}(?![A-Za-z\d/@])|:[A-Za-z][A-Za-z\d_.-]{0,31}\/[A-Za-z\d][A-Za-z\d_-]{0,31}(?:\.git)?(?![A-Za-z\d/@]))/;

/** E-mail addresses. */
const email: Rule = {
  kind: "email",
  switch: "emails",
  first: ["letter", "digit", "sign"],
  pattern: new RegExp(
    String.raw`(?<![${L}@])(?:mailto:)?([${L}_][${L}._%+&\-]{0,63})@(${HOST}[A-Za-z]{2,24})${NO_WORD_AFTER}`,
    "iyu",
  ),
  read(match, place) {
    const [whole, local = "", written = ""] = match;
    const verbaliser = place.verbaliser();
    const host = hostOf(written, false) ?? written;
    if (verbaliser === null) return null;
    const parts = [
      spokenLabel(local, verbaliser),
      verbaliser.address["@"],
      spokenHost(host, verbaliser),
    ];
    const rest =
      host === written
        ? (RESOURCE.exec(place.text.slice(place.end, place.end + 72))?.[0] ?? "")
        : "";
    if (rest !== "") parts.push(spokenLabel(rest, verbaliser));
    const length = whole.length - written.length + host.length + rest.length;
    return { text: joined(parts), length };
  },
};

/** Web addresses with a scheme. */
const address: Rule = {
  kind: "url",
  switch: "urls",
  first: ["letter"],
  pattern: new RegExp(`(?:https?|ftp|sftp|wss?|file)://(${REST}{1,2000})`, "iyu"),
  read(match, place) {
    const verbaliser = place.verbaliser();
    const [whole, rest = ""] = match;
    if (verbaliser === null) return null;
    const end = endOfAddress(rest);
    return {
      text: spokenAddress(rest.slice(0, end), verbaliser),
      length: whole.length - rest.length + end,
    };
  },
};

const PORT_AND_PATH = new RegExp(String.raw`(?::\d{2,5}(?!\d))?(?:[\/?#]${REST}{0,2000})?`, "yu");

/**
 * Addresses without a scheme. Port and path are matched only after a known top-level domain, which keeps the time
 * linear.
 */
const bareAddress: Rule = {
  kind: "url",
  switch: "urls",
  first: ["letter", "digit"],
  pattern: new RegExp(String.raw`${NO_WORD_BEFORE}(${HOST}[A-Za-z]{2,24})${NO_WORD_AFTER}`, "yu"),
  read([written], place): Reading | null {
    const likely = hostOf(written, true);
    if (likely === null) return null;
    PORT_AND_PATH.lastIndex = place.end;
    const rest = likely === written ? (PORT_AND_PATH.exec(place.text)?.[0] ?? "") : "";
    const host = hostOf(written, rest !== "" || /^www\./i.test(written));
    const verbaliser = place.verbaliser();
    if (host === null || verbaliser === null) return null;
    const end = endOfAddress(host + rest);
    return { text: spokenAddress((host + rest).slice(0, end), verbaliser), length: end };
  },
};

/** `localhost` with a port. */
const localhost: Rule = {
  kind: "url",
  switch: "urls",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`${NO_WORD_BEFORE}localhost:\d{2,5}(?!\d)(?:\/${REST}{0,2000})?`,
    "yu",
  ),
  read(match, place) {
    const verbaliser = place.verbaliser();
    const end = endOfAddress(match[0]);
    return verbaliser && { text: spokenAddress(match[0].slice(0, end), verbaliser), length: end };
  },
};

/**
 * Returns the host at the start of a match; null if its top-level domain is not known. A last part with a capital is the
 * first word of the next sentence ("example.com.Then"). `isCertain`: true if the match is an address even if its top-level
 * domain is also a word.
 */
function hostOf(written: string, isCertain: boolean): string | null {
  const labels = written.split(".");
  while (labels.length > 1) {
    const top = labels.at(-1) ?? "";
    const isUpper = written === written.toUpperCase();
    const isKnown = isKnownTop(top) || (/^www\./i.test(written) && labels.length > 2);
    if (isKnown && (isUpper || top === top.toLowerCase())) break;
    if (!/^\p{Lu}/u.test(top)) return null;
    labels.pop();
  }
  const top = (labels.at(-1) ?? "").toLowerCase();
  if (labels.length < 2) return null;
  const isName =
    !NAMELIKE_TOPS.has(top) || /^(?:com?|net|org|gov|edu|ac)$/.test(labels.at(-2) ?? "");
  const isShort = top.length === 2 && labels.every((label) => label.length < 3);
  return isCertain || (isName && !isShort) ? labels.join(".") : null;
}

/** Returns the length of an address without the punctuation and closing brackets at its end. */
function endOfAddress(address: string): number {
  let end = address.length;
  const opened = address.split("(").length - address.split(")").length;
  let unopened = Math.max(0, -opened);
  for (; end > 0; end--) {
    const last = address[end - 1] ?? "";
    if (last === ")" && unopened > 0) unopened--;
    else if (!/[.,;:!?'"\]*_~]/.test(last)) break;
  }
  return end;
}

/** Speaks the host, port and path of an address. User, query and fragment are left out. */
function spokenAddress(address: string, verbaliser: Verbaliser): string {
  const [clean = ""] = address.split(/[?#]/, 1);
  const slash = clean.includes("/") ? clean.indexOf("/") : clean.length;
  const [host = "", port] = (clean.slice(0, slash).split("@").at(-1) ?? "").split(":");
  const path = clean.slice(slash).split("/");
  return joined([
    spokenHost(host, verbaliser),
    port ? `${verbaliser.address[":"]} ${verbaliser.digits(port)}` : "",
    ...path
      .filter((part) => part !== "")
      .map((part) => joined([verbaliser.address["/"], spokenLabel(decoded(part), verbaliser)])),
  ]);
}

/** Speaks a host without its `www.`. */
function spokenHost(host: string, verbaliser: Verbaliser): string {
  const labels = host.replace(/^www\d?\.(?=.*\.)/i, "").split(".");
  const top = labels.length > 1 ? (labels.pop() ?? "") : "";
  const words = labels.map((label) => spokenLabel(label, verbaliser));
  if (top !== "") words.push(/\d/.test(top) ? verbaliser.digits(top) : spokenTop(top));
  return joined(words.flatMap((word, at) => (at === 0 ? [word] : [verbaliser.address["."], word])));
}

/** Decodes percent-encoding; invalid codes become blanks. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part.replace(/%[0-9a-f]{0,2}/gi, " ");
  }
}

/** E-mail addresses, web addresses and names of files. */
export const webRules: readonly Rule[] = [address, email, localhost, ...fileRules, bareAddress];
