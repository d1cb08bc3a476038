import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined, spokenLabel } from "../letters/label.ts";
import { spelled } from "../letters/spelling.ts";
import type { Rule } from "../rule.ts";
import { anyOf } from "../alternatives.ts";

const SPELLED_EXTENSIONS = (
  "txt pdf docx xls xlsx ppt pptx csv tsv rtf md html htm xml css scss js mjs cjs ts tsx jsx py rb rs go java kt swift cpp " +
  "hpp cs php sql sh png jpg gif svg webp bmp ico psd tiff mp3 mp4 m4a m4v wav flac ogg avi mkv mov webm srt vtt exe msi " +
  "dmg apk ipa iso jar gz tgz xz bz2 rar 7z dll ttf otf woff2 epub mobi ini cfg onnx gguf pt"
).split(" ");
const WORD_EXTENSIONS =
  "zip json yaml yml toml jpeg mpeg heic tar log doc bin bat conf env lock dat bak tmp vue".split(
    " ",
  );
const EXTENSIONS = [...SPELLED_EXTENSIONS, ...WORD_EXTENSIONS];
/** Extensions that are spoken as words. */
const SAID = new Set([..."gif java swift mobi tiff flac wav".split(" "), ...WORD_EXTENSIONS]);
const ANY_EXTENSION = anyOf(EXTENSIONS);

const C = String.raw`A-Za-z0-9\u00c0-\u024f_`;
const END = String.raw`(?![${C}@\/\-]|\.[${C}]|[?#][${C}])`;

/** File names with their folders: `src/text/web.ts`. */
const file: Rule = {
  kind: "url",
  switch: "urls",
  first: ["letter", "digit", "sign"],
  pattern: new RegExp(
    String.raw`(?<![${C}.@\/\\])((?:~\/|\.{0,2}\/|[A-Za-z]:[\/\\])?(?:[${C}.\-]{1,64}[\/\\]){0,8})([${C}][${C}.\-]{0,99}(?: ?\(\d{1,3}\))?)\.((?:tar\.)?(?:${ANY_EXTENSION}))${END}`,
    "iyu",
  ),
  read(match, place) {
    const [, folders = "", stem = "", extension = ""] = match;
    const verbaliser = place.verbaliser();
    if (verbaliser === null || !isFileName(folders + stem, extension)) return null;
    const path = folders.replace(/^(?:~|\.{1,2})\//, "").split(/[/\\]/);
    const names = path
      .slice(0, -1)
      .flatMap((name) => [
        spokenName(name, verbaliser),
        name === "" && path.length < 2 ? "" : verbaliser.address["/"],
      ]);
    return joined([
      ...names,
      spokenName(stem, verbaliser),
      ...spokenExtension(extension, verbaliser),
    ]);
  },
};

/** Extensions without a name: `.txt`. */
const extensionOnly: Rule = {
  kind: "url",
  switch: "urls",
  first: ["sign"],
  pattern: new RegExp(
    String.raw`(?<![${C}.\p{P}]|\p{L})\.(${ANY_EXTENSION}|com|org|net|gov|edu|NET)${END}`,
    "yu",
  ),
  read(match, place) {
    const verbaliser = place.verbaliser();
    return verbaliser && joined(spokenExtension(match[1] ?? "", verbaliser));
  },
};

/** Returns whether a name is that of a file: not "Node.js", nor a full stop without a blank after it ("the log.Doc"). */
function isFileName(stem: string, extension: string): boolean {
  if (/^\p{Lu}\p{Ll}+$/u.test(stem) && /^(?:js|go|ts)$/.test(extension)) return false;
  return extension === extension.toLowerCase() || extension === extension.toUpperCase();
}

/** Speaks the name of a file or a folder; an underscore is a blank. */
function spokenName(name: string, verbaliser: Verbaliser): string {
  return spokenLabel(name, verbaliser, { ...verbaliser.address, _: "" });
}

/** Speaks the dots and the parts of an extension: `tar.gz`. */
function spokenExtension(extension: string, verbaliser: Verbaliser): string[] {
  return extension
    .toLowerCase()
    .split(".")
    .flatMap((part) => [
      verbaliser.address["."],
      SAID.has(part) ? part : letterByLetter(part, verbaliser),
    ]);
}

function letterByLetter(part: string, verbaliser: Verbaliser): string {
  const runs = part.match(/[a-z]+|\d+/g) ?? [];
  return joined(runs.map((run) => (/\d/.test(run) ? verbaliser.digits(run) : wordOrLetters(run))));
}

function wordOrLetters(run: string): string {
  return /^(?:com|org|net|gov|edu)$/.test(run) ? run : spelled(run);
}

/** Paths without an extension: `/etc/hosts`, `~/projects/a`. */
const path: Rule = {
  kind: "url",
  switch: "urls",
  first: ["sign"],
  pattern:
    /(?<![\p{L}\p{N}\p{P}])~?\/[a-z][a-z0-9_.-]{0,31}(?:\/[A-Za-z0-9_.-]{0,31}[A-Za-z0-9_]){1,8}(?![\p{L}\p{N}/@])/uy,
  read([written], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const names = written.replace(/^~?\//, "").split("/");
    return joined(names.flatMap((name) => [verbaliser.address["/"], spokenName(name, verbaliser)]));
  },
};

/** Names of files, and paths. */
export const fileRules: readonly Rule[] = [file, extensionOnly, path];
