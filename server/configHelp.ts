import { meantName } from "../src/spelling.ts";
import { environment } from "./environment.ts";

interface Variable {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Returns every variable with its default (as written in the environment) and its description. */
export function variables(): readonly Variable[] {
  return Object.entries(environment.shape).map(([name, schema]) => ({
    name,
    fallback: schema.def.defaultValue,
    meaning: schema.description ?? "",
  }));
}

/** Columns of a help text. */
const WIDTH = 80;

/** Returns the text of `bun run server --help`, in 80 columns. */
export function helpText(): string {
  const rows = variables().flatMap(({ name, fallback, meaning }) => [
    ...filled(`${name}=${fallback}`, 2),
    ...filled(meaning, 6),
  ]);
  return `A text-to-speech server with OpenAI's speech API.

Usage: bun run server [--help]

Settings are environment variables, also read from .env in this folder. They are
listed here with their defaults:

${rows.join("\n")}

Examples:
  bun run server
  HOST=0.0.0.0 PORT=8080 ENGINE=flite DEFAULT_SPEAKER=awb bun run server
  VOICE_INDEX=https://mirror.example/simple bun run server
  API_KEYS=first-key,second-key LOG_FORMAT=json bun run server
  VOICE_ALIASES="alloy=slt,onyx=rms" bun run server
  ENGINE=flite,neucodec TTS_API=http://localhost:8000 bun run server
`;
}

/** Breaks a text into indented lines of 80 columns, after blanks and commas. */
function filled(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(/(?<=[ ,])/)) {
    if (line !== "" && indent + line.length + part.trimEnd().length > WIDTH) {
      lines.push(line);
      line = "";
    }
    line += part;
  }
  return [...lines, line].map((each) => " ".repeat(indent) + each.trimEnd());
}

/**
 * Returns what is wrong with the server's arguments, which are only --help and -h; null if nothing is. Does not show the
 * value of an argument, which can be a key.
 *
 * @example
 * argumentError(["--prot", "8080"]); // unknown option --prot: settings are environment variables; did you mean PORT=… …
 */
export function argumentError(args: readonly string[]): string | null {
  const wrong = args.find((arg) => arg !== "--help" && arg !== "-h");
  if (wrong === undefined) return null;
  const [option = ""] = wrong.split("=");
  const known = variables().map(({ name }) => name);
  const name = option.replace(/^-+/, "").replaceAll("-", "_").toUpperCase();
  const setting = known.includes(name) ? name : meantName(name, known);
  const flag = meantName(option, ["--help"]);
  const meant = flag ?? (setting === null ? null : `${setting}=… bun run server`);
  const hint = meant === null ? "" : `; did you mean ${meant}?`;
  const kind = option.startsWith("-") ? "option" : "argument";
  return `unknown ${kind} ${option}: settings are environment variables${hint}\nbun run server --help lists them`;
}
