import { z } from "zod";
import { speechBody } from "../../schemas.ts";
import { type Fields, wrongField } from "./clientMessage.ts";

const FORMATS = ["wav", "pcm", "flac", "mp3", "aac", "opus"] as const;
const { speed, seed, max_tokens } = speechBody.shape;

/** The fields of `session.config` that are honoured; null means the default. Others are ignored. */
const sessionConfig = z.object({
  voice: z.string("a name").nullish(),
  speaker: z.string("a name").nullish(),
  response_format: z.enum(FORMATS, { error: `one of ${FORMATS.join(", ")}` }).nullish(),
  stream_audio: z.boolean("true or false").nullish(),
  speed,
  seed,
  max_new_tokens: max_tokens,
  language: z.string("a name").nullish(),
  word_timestamps: z.boolean("true or false").nullish(),
  timestamp_type: z.string("a name").nullish(),
  ref_audio: z.string("a recording, base64").nullish(),
  ref_text: z.string("a text").nullish(),
});

/** Every field of a message, also those of vllm-omni without effect here, so that a misspelt one is found. */
export const anyMessage = sessionConfig.extend({
  type: z.unknown(),
  text: z.unknown(),
  model: z.unknown(),
  instructions: z.unknown(),
  task_type: z.unknown(),
  x_vector_only_mode: z.unknown(),
  split_granularity: z.unknown(),
});

export type SessionConfig = z.output<typeof sessionConfig>;

/** Parses a `session.config`; returns what was expected instead if it is invalid. */
export function readConfig(fields: Fields): SessionConfig | { readonly wrong: string } {
  const parsed = sessionConfig.safeParse(fields);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) =>
    wrongField(String(path[0]), message, fields),
  );
  return { wrong: lines.join("; ") };
}
