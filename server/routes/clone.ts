import type { Context } from "hono";
import { SpeechError } from "../../src/errors.ts";
import { expected, shownJson } from "../../src/message.ts";
import type { SpeechRequest } from "../../src/synthesize.ts";
import { clean } from "../../src/text/hygiene.ts";
import { findVoice } from "../catalogue.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { boundedForm } from "../body/read.ts";
import { refuseLongInput } from "./inputLength.ts";
import { type Cloner, cloner, clones, readRecording } from "./recording.ts";
import { parsedBody } from "../body/valid.ts";
import { cloneBody } from "../schemas.ts";
import { speak, type SpeechInput } from "./speech.ts";

/** Maximum size of a form: 30 s of 32-bit stereo at 48 kHz (11.5 MB) and the other fields. */
const MAX_BYTES = 12 * 1024 * 1024;
/** Form fields that are never parsed as JSON. Any other field with valid JSON is parsed. */
const TEXT_FIELDS = new Set(
  "reference_text generate_text model response_format stream_format instructions".split(" "),
);

/** Maximum uploads that are read and decoded at a time. Each takes several times its size in memory. */
const MAX_UPLOADS = 8;

/** Creates the handler of POST /v1/audio/vc, which speaks a text in the voice of an uploaded recording. */
export function cloneRoute(deps: Deps): (c: Context<Env>) => Promise<Response> {
  let uploads = 0;
  return async (c) => {
    // Checked before the body is read, so that the client does not upload a recording in vain.
    cloner(deps.catalogue.engines);
    if (uploads >= MAX_UPLOADS) throw tooManyUploads();
    uploads += 1;
    const input = await read(c, deps).finally(() => {
      uploads -= 1;
    });
    return speak(c, input, deps);
  };
}

async function read(c: Context<Env>, deps: Deps): Promise<SpeechInput> {
  const { config } = deps;
  const idleMs = config.REQUEST_TIMEOUT_S * 1000;
  const form = await boundedForm(c, { maxBytes: MAX_BYTES, idleMs });
  const body = parsedBody(c, fieldsOf(form), cloneBody);
  refuseLongInput(body.generate_text, config.MAX_INPUT_CHARS, "generate_text");
  const engine = clonerNamed(body.model ?? null, deps);
  const bytes = new Uint8Array(await body.reference_audio.arrayBuffer());
  const samples = await readRecording(bytes, "reference_audio");
  const reference: Required<SpeechRequest>["reference"] = async (signal) => ({
    text: clean(body.reference_text).trim(),
    codes: await engine.encode(samples, signal),
  });
  return {
    body: { ...body, model: engine.id, input: body.generate_text },
    clone: { reference, inputField: "generate_text" },
  };
}

function tooManyUploads(): SpeechError {
  const message = `at capacity: ${MAX_UPLOADS} recordings are being uploaded; retry after 1 s`;
  return new SpeechError("overloaded", message, { retryAfterS: 1 });
}

/**
 * Returns the engine of `model`, or without `model` the first engine that supports voice cloning. Throws SpeechError
 * "invalid_input" if the engine of `model` does not support voice cloning.
 */
function clonerNamed(model: string | null, { catalogue }: Deps): Cloner {
  const able = cloner(catalogue.engines);
  const engine = model === null ? able : findVoice(catalogue, model, null).engine;
  if (clones(engine)) return engine;
  const wanted = `a model that supports voice cloning (${able.id})`;
  const message = expected("model", wanted, shownJson(model));
  throw new SpeechError("invalid_input", message, { param: "model" });
}

function fieldsOf(form: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...form].map(([name, value]) => [name, fieldValue(name, value)]));
}

/** Returns the value of a form field; undefined if the field is empty, so that it counts as missing. */
function fieldValue(name: string, value: unknown): unknown {
  if (typeof value !== "string" || TEXT_FIELDS.has(name)) return value === "" ? undefined : value;
  if (value.trim() === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
