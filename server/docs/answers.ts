import { z } from "zod";
import { KINDS } from "../../src/text/spans.ts";
import { LANGUAGES } from "../../src/text/speak/verbaliser.ts";

// Schemas of the responses, for the API description. Tests check the real responses against them.

const offset = z.int().min(0);
const span = { start: offset, end: offset };
const passage = z.object({ text: z.string(), ...span });

export const errorAnswer = z.object({
  error: z.object({
    message: z.string().describe("the expected and the actual value, and a remedy"),
    type: z.enum(["invalid_request_error", "rate_limit_error", "server_error"]),
    param: z.string().nullable().describe("the field at fault"),
    code: z.string(),
  }),
});

export const normalizeAnswer = z
  .object({
    output: z.string().describe("the text that would be spoken; empty if nothing is left"),
    pieces: z
      .array(
        z.object({
          text: z.string(),
          ...span,
          kind: z.enum(KINDS),
        }),
      )
      .describe("contiguous parts of the input; their texts joined are `output`"),
    sentences: z.array(passage).describe("in order, not overlapping"),
    utterances: z
      .array(passage.extend({ language: z.enum(LANGUAGES) }))
      .describe(
        "the texts that the default voice, or a voice of their language, speaks one at a time",
      ),
  })
  .describe("Offsets count UTF-16 units of the input; `end` is exclusive.");

export const captionedAnswer = z.object({
  audio: z.string().describe("audio, base64; of a stream its parts joined are one stream"),
  audio_format: z.string().describe("its Content-Type"),
  timestamps: z
    .array(
      z.object({
        word: z.string().describe("as in the input, with the marks beside it"),
        start_time: z.number().describe("seconds from the beginning of the audio"),
        end_time: z.number(),
      }),
    )
    .describe("streamed: the words that are known with this part of the audio"),
});

export const alignedAnswer = z.object({
  audio_base64: z.string(),
  alignment: z
    .object({
      characters: z.array(z.string()).describe("the code points of the text"),
      character_start_times_seconds: z.array(z.number()),
      character_end_times_seconds: z.array(z.number()),
    })
    .nullable()
    .describe("streamed: the characters whose sound ends in this part of the audio"),
  normalized_alignment: z.unknown().describe("the same as `alignment`"),
});

const elevenLabsVoice = z.object({
  voice_id: z.string(),
  name: z.string(),
  category: z.literal("premade"),
  labels: z.record(z.string(), z.string()),
});
export const elevenLabsVoicesAnswer = z.object({ voices: z.array(elevenLabsVoice) });
export const elevenLabsPageAnswer = elevenLabsVoicesAnswer.extend({
  has_more: z.literal(false),
  total_count: z.int(),
  next_page_token: z.null(),
});
export const elevenLabsVoiceAnswer = elevenLabsVoice;

export const voicesAnswer = z.object({
  voices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      language: z.string().optional().describe("BCP 47; absent: the voice has no language"),
      speaks: z
        .array(z.enum(LANGUAGES))
        .optional()
        .describe("languages that the voice can say, some of them by rules; absent: all"),
      gender: z.enum(["female", "male"]).optional(),
      licence: z.string().optional().describe("SPDX identifier of the voice's licence"),
      word_times: z
        .enum(["exact", "estimated"])
        .describe("whether the times of words come from the synthesizer or are estimated"),
      engine: z.string(),
      model: z.string().describe("the engine, as the field `model` of a request"),
    }),
  ),
});

export const speakersAnswer = z.array(z.string());

export const audioModelsAnswer = z.object({
  models: z.array(z.object({ id: z.string(), name: z.string() })),
});

export const modelAnswer = z.object({
  id: z.string(),
  name: z.string(),
  object: z.literal("model"),
  created: z.int(),
  owned_by: z.string(),
});

export const modelsAnswer = z.object({ object: z.literal("list"), data: z.array(modelAnswer) });

export const healthAnswer = z.object({ status: z.literal("ok") });

export const readyAnswer = z.object({
  status: z.enum(["ready", "draining", "not ready"]),
  engines: z.array(
    z.object({
      id: z.string(),
      unready: z.string().nullable().describe("why the engine accepts no requests; null: ready"),
      live_capacity: z
        .number()
        .nullable()
        .describe("estimated number of live streams that the engine can serve; null: not measured"),
    }),
  ),
  in_flight: z.int(),
  queued: z.int(),
});
