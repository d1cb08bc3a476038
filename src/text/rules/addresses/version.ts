import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined } from "../letters/label.ts";
import { spelled } from "../letters/spelling.ts";
import type { Reading, Rule } from "../rule.ts";

const START = String.raw`(?<![\d_][.,:\/\-]?)(?<![A-Za-z.])`;
const END = String.raw`(?![A-Za-z\d_%]|[.,:]\d)`;
/** The stage of a version: `-beta.2`, `rc1`. */
const STAGE = String.raw`(?:[\-.]?(alpha|beta|rc|dev|preview|pre|snapshot|nightly)[\-.]?(\d{0,4}))?`;

/** Versions with a letter: `v2.1.3`. */
const marked: Rule = {
  kind: "version",
  switch: "numbers",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`(?<![A-Za-z\d_.\-])([vV])\.? ?(\d{1,5}(?:\.(?:\d{1,5}|x)){0,7})${STAGE}${END}`,
    "yu",
  ),
  read(match, place) {
    const [, mark, numbers = "", stage = "", step = ""] = match;
    if (mark === "V" && !numbers.includes(".")) return null;
    if (match[0].includes(" ") && !numbers.includes(".")) return null;
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const isAnnounced = /(?:version|versi|版本?|ver\.?) ?$/i.test(place.before);
    const parts = [isAnnounced ? "" : verbaliser.words.version, spokenNumbers(numbers, verbaliser)];
    return joined([...parts, ...spokenStage(stage, step, verbaliser)]);
  },
};

const NAMES = [
  "version|versi|ver|release|build|python|node(?:\\.js)?|ios|ipados|macos|watchos|android|ubuntu|debian|fedora|django|rails|ruby|php|java|golang",
  "typescript|react|angular|vue|svelte|bun|deno|npm|pip|cuda|pytorch|tensorflow|numpy|pandas|postgresql|postgres|mysql|mariadb|redis|mongodb|nginx|docker",
  "kubernetes|kernel|linux|chrome|firefox|safari|bluetooth|usb|wi-?fi|openssl|opengl|vulkan|http|html|css|api|tls|c#|\\.net|gpt|claude|gemini|llama|qwen|xcode|kotlin",
  "section|chapter|figure|fig\\.?|table|clause|appendix|article|paragraph|equation|lemma|theorem|bab|seksyen|rajah|jadual|klausa|perenggan|bahagian|lampiran|版本|第|图|表|章节",
].join("|");
const NAMED_BEFORE = new RegExp(`(?:^|(?<![a-z]))(?:${NAMES})(?: is|:| ialah|是|为)? ?$`, "iu");

/** Versions and section numbers beside a cue: `Python 3.11`, `Section 3.2`, `3.11版`. */
const named: Rule = {
  kind: "version",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`${START}(\d{1,5}\.(?:\d{1,5}|x)(?:\.(?:\d{1,5}|x)){0,6})${STAGE}${END}`,
    "yu",
  ),
  read([, numbers = "", stage = "", step = ""], place) {
    const isVersion = stage !== "" || numbers.endsWith("x") || isNamed(place);
    const verbaliser = isVersion ? place.verbaliser() : null;
    return (
      verbaliser &&
      joined([spokenNumbers(numbers, verbaliser), ...spokenStage(stage, step, verbaliser)])
    );
  },
};

function isNamed({ before, after }: { readonly before: string; readonly after: string }): boolean {
  return NAMED_BEFORE.test(before) || /^ ?(?:版|节)/.test(after);
}

/** IP addresses: `192.168.1.1:8080`, `10.0.0.0/8`. */
const internetAddress: Rule = {
  kind: "version",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`${START}(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?(?:\/(\d{1,2}))?(?![A-Za-z\d_%]|\.\d)`,
    "yu",
  ),
  read([, numbers = "", port = "", bits = ""], place): Reading | string | null {
    const parts = numbers.split(".");
    if (parts.some((part) => Number(part) > 255) || NAMED_BEFORE.test(place.before)) return null;
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const dot = verbaliser.language === "zh" ? verbaliser.words.point : verbaliser.address["."];
    const words = parts.map((part) => verbaliser.digits(part)).join(` ${dot} `);
    return joined([
      words,
      port && `${verbaliser.address[":"]} ${verbaliser.digits(port)}`,
      bits && `${verbaliser.address["/"]} ${verbaliser.cardinal(bits)}`,
    ]);
  },
};

/** Versions without a cue: `2.1.3`. */
const threeParts: Rule = {
  kind: "version",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(String.raw`${START}(\d{1,9}(?:\.(?:\d{1,9}|x)){2,7})${END}`, "yu"),
  read([, numbers = ""], place) {
    const verbaliser = place.verbaliser();
    return verbaliser && spokenNumbers(numbers, verbaliser);
  },
};

/** Speaks the parts of a version; with a leading zero digit by digit: `22.04` → twenty-two point zero four. */
function spokenNumbers(numbers: string, verbaliser: Verbaliser): string {
  const words = numbers.split(".").map((part) => {
    if (part === "x") return part;
    return /^0\d/.test(part) ? verbaliser.digits(part) : verbaliser.cardinal(part);
  });
  return joined(words.flatMap((word, at) => (at === 0 ? [word] : [verbaliser.words.point, word])));
}

/** Speaks the stage of a version. */
function spokenStage(stage: string, step: string, verbaliser: Verbaliser): string[] {
  return [stage === "rc" ? spelled(stage) : stage, step === "" ? "" : verbaliser.cardinal(step)];
}

/** Versions, section numbers and IP addresses. */
export const versionRules: readonly Rule[] = [marked, internetAddress, named, threeParts];
