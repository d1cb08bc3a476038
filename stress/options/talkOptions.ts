import type { Command } from "commander";
import type { z } from "zod";
import { sharingError } from "../load/part.ts";
import type { TalkSettings } from "../reply/settings.ts";
import { parse, settle, usageError, type WithSettled } from "./settle.ts";
import { formatError, talkSchema } from "./talkSchema.ts";

/** Settings of the requests of conversations, which have no flags of their own. */
const FIXED = { client: "openai", streamFormat: "audio", stream: true, random: false } as const;
/** The field `max_tokens` of sentences over HTTP. */
const MAX_TOKENS = 3072;

type Parsed = z.output<typeof talkSchema>;

/** Options of `talk`. `talk` has what the protocol needs; the others are those of every run. */
export type TalkOptions = WithSettled<
  Omit<Parsed, "client" | "responseFormat"> & {
    readonly responseFormat: TalkSettings["format"]["codec"];
    readonly streamFormat: "audio";
    readonly stream: boolean;
    readonly random: boolean;
    readonly maxTokens: number;
    readonly talk: TalkSettings;
  }
>;

/** Parses the flags of `talk`. Ends the command line if they are not valid. */
export function talkOptions(
  command: Command,
  flags: unknown,
  argv: readonly string[],
): TalkOptions {
  const parsed: Parsed = parse(talkSchema, flags, command);
  const { client: wire, responseFormat: format, body, timestamps } = parsed;
  const wrong = formatError(wire, format);
  if (wrong !== null) usageError(command, wrong);
  const isGiven = (name: string) => command.getOptionValueSource(name) !== "default";
  if (parsed.lmRecording !== undefined && isGiven("tokensPerS"))
    usageError(
      command,
      "--tokens-per-s and --lm-recording are both given: the recording has its own times",
    );
  // Raw samples of another rate are asked for as this server and others name it.
  const rate =
    wire === "http" && format.rateHz !== null ? { sample_rate: String(format.rateHz) } : {};
  const talk = { wire, format, model: parsed.modelId ?? null, wantsWords: timestamps };
  const full = {
    ...parsed,
    ...FIXED,
    maxTokens: MAX_TOKENS,
    responseFormat: format.codec,
    body: { ...rate, ...body },
    talk,
  };
  const options = settle(full, command, argv);
  const sharing = sharingError({ ...options, senders: options.concurrency });
  if (sharing !== null) usageError(command, sharing);
  return options;
}
