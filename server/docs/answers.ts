import { z } from "zod";

// What the routes answer, for the API's description; the tests hold the real answers to it.

const offset = z.int().min(0);
const span = { start: offset, end: offset };
const passage = z.object({ text: z.string(), ...span });

export const errorAnswer = z.object({
  error: z.object({
    message: z.string().describe("what is wrong, its value, and what would be right"),
    type: z.enum(["invalid_request_error", "rate_limit_error", "server_error"]),
    param: z.string().nullable().describe("the field at fault"),
    code: z.string(),
  }),
});

export const normalizeAnswer = z
  .object({
    output: z.string().describe("what would be spoken; empty where nothing is left"),
    pieces: z
      .array(
        z.object({
          text: z.string(),
          ...span,
          kind: z.enum(["word", "space", "punct", "markup", "code", "emoji", "control"]),
        }),
      )
      .describe("they tile the input: each begins where the one before ends; joined, the output"),
    sentences: z.array(passage).describe("in order, without overlap"),
    utterances: z.array(passage).describe("what an engine is given at a time"),
  })
  .describe("Offsets count UTF-16 units of the input; `end` is exclusive.");

export const voicesAnswer = z.object({
  voices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      language: z.string().optional().describe("BCP 47"),
      model: z.string(),
    }),
  ),
});

export const speakersAnswer = z.array(z.string());

export const audioModelsAnswer = z.object({
  models: z.array(z.object({ id: z.string(), name: z.string() })),
});

export const modelsAnswer = z.object({
  object: z.literal("list"),
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      object: z.literal("model"),
      created: z.int(),
      owned_by: z.string(),
    }),
  ),
});

export const healthAnswer = z.object({ status: z.literal("ok") });

export const readyAnswer = z.object({
  status: z.enum(["ready", "draining", "not ready"]),
  engines: z.array(
    z.object({
      id: z.string(),
      unready: z.string().nullable().describe("why it can't take work"),
      live_capacity: z.number().nullable().describe("live listeners it promises; null: unmeasured"),
    }),
  ),
  in_flight: z.int(),
  queued: z.int(),
});
