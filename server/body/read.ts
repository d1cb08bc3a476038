import type { Context, MiddlewareHandler } from "hono";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { HttpError } from "../errors.ts";
import { depthOf } from "./depth.ts";

/**
 * Content types whose body is parsed as JSON. They include the types that `curl -d` and fetch with a string body send by
 * default.
 */
const JSON_TYPES =
  /^(application\/([\w.-]+\+)?json|application\/x-www-form-urlencoded|text\/plain)$/i;

/** Timeout for the complete body, as a multiple of the idle timeout. It stops clients that send byte by byte. */
const TOTAL_PER_IDLE = 4;

/** Deepest nesting of a body. Our own fields need 4 levels; to parse a million levels takes half a second. */
const MAX_DEPTH = 100;

interface BodyLimits {
  readonly maxBytes: number;
  /** Idle timeout: longest time without new bytes of the body, milliseconds. */
  readonly idleMs: number;
}

/**
 * Creates middleware that reads the request body as JSON and caches its text where Hono's validator reads it. Throws
 * HttpError for another content type, too many bytes, a timeout, or invalid JSON. The byte limit is enforced while
 * reading, so a wrong or missing Content-Length cannot circumvent the limit.
 *
 * @example
 * const json = boundedJson({ maxBytes: 2 * 1024 * 1024, idleMs: 30_000 });
 * app.post("/v1/audio/speech", json, validBody(speechBody), handler);
 */
export function boundedJson(limits: BodyLimits): MiddlewareHandler {
  return async (c, next) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim() ?? "";
    if (type !== "" && !JSON_TYPES.test(type)) {
      throw new HttpError(
        "wrong_type",
        expected("Content-Type", "application/json", JSON.stringify(type)),
      );
    }
    const bytes = await readBytes(c.req.raw, limits);
    // Hono's cache holds a promise, although its type declares a string. The cache gets the original text, because
    // parsing and serialising the body again would turn 1e999 into null.
    const { text, value } = parsedJson(bytes);
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    c.set("body", value);
    c.req.raw.headers.set("content-type", "application/json");
    await next();
  };
}

/** Reads a request body. Throws HttpError at the byte limit or a timeout, SpeechError "aborted" on a disconnect. */
async function readBytes(
  { body, headers }: Request,
  { maxBytes, idleMs }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(headers.get("content-length") ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes, `${declared} bytes`);
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  const timeout = Promise.withResolvers<never>();
  timeout.promise.catch(() => {});
  const onIdle = () => timeout.reject(slowBody(`stalled for ${idleMs / 1000} s`));
  const totalMs = TOTAL_PER_IDLE * idleMs;
  const onTotal = () => timeout.reject(slowBody(`is not complete after ${totalMs / 1000} s`));
  let idleTimer = setTimeout(onIdle, idleMs);
  const totalTimer = setTimeout(onTotal, totalMs);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read().catch(gone), timeout.promise]);
      if (done) return Buffer.concat(chunks);
      clearTimeout(idleTimer);
      idleTimer = setTimeout(onIdle, idleMs);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes, "more");
      chunks.push(value);
    }
  } finally {
    clearTimeout(idleTimer);
    clearTimeout(totalTimer);
    // Aborts an upload that was refused before its end. After a complete upload, cancel() does nothing.
    void reader.cancel().catch(() => {});
  }
}

/** Reports a connection that breaks during the upload as an abort by the client, not as a server fault. */
function gone(cause: unknown): never {
  throw new SpeechError("aborted", "the client disconnected while it sent its body", { cause });
}

/**
 * Reads the request body as multipart/form-data. If a field name occurs twice, the first value is used. Throws
 * HttpError as boundedJson does.
 */
export async function boundedForm(
  c: Context,
  limits: BodyLimits,
): Promise<ReadonlyMap<string, unknown>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new HttpError(
      "wrong_type",
      expected("Content-Type", "multipart/form-data with a boundary", JSON.stringify(type)),
    );
  }
  const bytes = await readBytes(c.req.raw, limits);
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    return new Map([...form.entries()].toReversed());
  } catch {
    const got = `${bytes.length} bytes that are not`;
    throw new HttpError("bad_form", expected("body", "valid multipart/form-data", got));
  }
}

function tooLarge(maxBytes: number, got: string): HttpError {
  return new HttpError("too_large", expected("body", `at most ${maxBytes} bytes`, got));
}

function tooDeep(): HttpError {
  return new HttpError("bad_json", expected("body", `JSON of at most ${MAX_DEPTH} levels`, "more"));
}

/** `what` completes "the body of the request …". */
function slowBody(what: string): HttpError {
  return new HttpError("slow_body", `timeout: the body of the request ${what}; send it again`);
}

function parsedJson(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (depthOf(text) > MAX_DEPTH) throw tooDeep();
    return { text, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const got = `${bytes.length} bytes that are not`;
    throw new HttpError("bad_json", expected("body", "valid JSON in UTF-8", got));
  }
}
