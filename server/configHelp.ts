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

/** Returns the text of `bun run server --help`. */
export function helpText(): string {
  const all = variables();
  const width = Math.max(...all.map(({ name }) => name.length)) + 2;
  const rows = all.map(
    ({ name, fallback, meaning }) => `  ${name.padEnd(width)}${meaning} [${fallback}]`,
  );
  return `A text-to-speech server with OpenAI's speech API.

Usage: bun run server [--help]

Settings are environment variables, also read from .env in this folder. Defaults are in brackets:

${rows.join("\n")}

Examples:
  bun run server
  HOST=0.0.0.0 PORT=8080 ENGINE=flite DEFAULT_SPEAKER=awb bun run server
  VOICE_INDEX=https://mirror.example/simple bun run server
  API_KEYS=first-key,second-key MAX_INPUT_CHARS=100000 LOG_FORMAT=json bun run server
  VOICE_ALIASES="alloy=slt,onyx=rms" bun run server
  ENGINE=flite,neucodec TTS_API=http://localhost:8000 SPEAKERS=husein bun run server
`;
}
