import type { Context, MiddlewareHandler } from "hono";
import { SpeechError } from "../src/errors.ts";
import { HttpError } from "./errors.ts";

/** Types that clients put on JSON, on purpose or (curl -d, fetch with a string) by forgetting to say. */
const jsonTypes =
  /^(application\/([\w.-]+\+)?json|application\/x-www-form-urlencoded|text\/plain)$/i;

/** A body that comes byte by byte, never silent, may take so many times the longest silence. */
const MOST_SILENCES = 4;

interface BodyLimits {
  readonly maxBytes: number;
  /** Longest time without a byte of the body, milliseconds. */
  readonly silenceMs: number;
}

/**
 * Reads the body of a request as JSON within limits, and leaves the value where Hono's validator looks for it.
 * The limit is enforced while reading, so a false or missing Content-Length does not get around it.
 */
export function boundedJson(limits: BodyLimits): MiddlewareHandler {
  return async (c, next) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim() ?? "";
    if (type !== "" && !jsonTypes.test(type)) {
      throw new HttpError(
        "wrong_type",
        `Content-Type is ${JSON.stringify(type)}; it must be application/json`,
      );
    }
    const bytes = await readBytes(c.req.raw, limits);
    // Hono keeps a promise there, though its type says a string. The text as it came: written anew, 1e999 would be null.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(jsonText(bytes)) });
    c.req.raw.headers.set("content-type", "application/json");
    await next();
  };
}

/** The body of a request within limits, which hold while it is read: a false length does not get around them. */
async function readBytes(
  { body, headers }: Request,
  { maxBytes, silenceMs }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  const silence = Promise.withResolvers<never>();
  silence.promise.catch(() => {});
  const late = () =>
    silence.reject(new HttpError("slow_body", "the body of the request did not arrive in time"));
  let timer = setTimeout(late, silenceMs);
  const whole = setTimeout(late, MOST_SILENCES * silenceMs);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read().catch(gone), silence.promise]);
      if (done) return Buffer.concat(chunks);
      clearTimeout(timer);
      timer = setTimeout(late, silenceMs);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
    clearTimeout(whole);
    // Ends an upload that was refused in the middle; after a whole one it does nothing.
    void reader.cancel().catch(() => {});
  }
}

/** That the connection broke while the client sent is its own doing, and no fault of the server. */
function gone(cause: unknown): never {
  throw new SpeechError("aborted", "the client left while it sent its body", { cause });
}

/** Reads the body of a request as a form with files, within limits; of fields with one name the first counts. */
export async function boundedForm(
  c: Context,
  limits: BodyLimits,
): Promise<ReadonlyMap<string, unknown>> {
  const type = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new HttpError(
      "wrong_type",
      `Content-Type is ${JSON.stringify(type)}; it must be multipart/form-data`,
    );
  }
  const bytes = await readBytes(c.req.raw, limits);
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    return new Map([...form.entries()].toReversed());
  } catch {
    throw new HttpError("bad_form", "the body is not valid multipart/form-data");
  }
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError("too_large", `the body is larger than the limit of ${maxBytes} bytes`);
}

function jsonText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    throw new HttpError("bad_json", "the body is not valid JSON in UTF-8");
  }
}
