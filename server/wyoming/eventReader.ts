import { z } from "zod";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { type ByteSource, openByteSource } from "./byteSource.ts";
import type { WyomingEvent } from "./event.ts";

/** Maximum length of a header, of data and of a payload, bytes: that of a frame of the WebSocket APIs. */
export const MAX_PART_BYTES = 1024 * 1024;

/** Most brackets in a header or data. Parsed values of a greater depth could not be written as JSON again. */
const MAX_BRACKETS = 10_000;

/** What a client sent: an event, or a line or data that is no event. The next event can be read after either. */
export type Received =
  | { readonly is: "event"; readonly event: WyomingEvent }
  | { readonly is: "invalid"; readonly message: string };

const length = z.int().min(0).nullish();
const someData = z.record(z.string(), z.unknown());
const aHeader = z.object({
  type: z.string().min(1),
  data: someData.nullish(),
  data_length: length,
  payload_length: length,
});
type Header = z.output<typeof aHeader>;

/**
 * Yields the events of a client's bytes, which can be cut anywhere, until they end. Throws SpeechError "invalid_input" if
 * a part is longer than MAX_PART_BYTES or a length is no number: where the next event begins is then unknown.
 *
 * @example
 * for await (const received of readEvents(socket)) if (received.is === "event") handle(received.event);
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Received> {
  const source = openByteSource(chunks, MAX_PART_BYTES, () => tooLong("header", null));
  try {
    for (;;) {
      const line = text(await source.line());
      if (line === null) return;
      if (line.trim() === "") continue;
      const header = headerOf(line);
      if (header === null) {
        yield {
          is: "invalid",
          message: expected("header", 'a JSON object with a "type"', short(line)),
        };
        continue;
      }
      const event = await readRest(header, source);
      if (event === null) return;
      yield event;
    }
  } finally {
    await source.close();
  }
}

/** Parses a header; returns null if it is no header. Throws if a length is no number of bytes. */
function headerOf(line: string): Header | null {
  const value = json(line);
  const parsed = aHeader.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.find(({ path }) => String(path[0]).endsWith("_length"));
  if (wrong === undefined) return null;
  const name = String(wrong.path[0]);
  throw new SpeechError("invalid_input", expected(name, "a number of bytes", short(line)));
}

/** Reads the data of an event and skips its payload, which no request needs; null if the client left before. */
async function readRest(header: Header, source: ByteSource): Promise<Received | null> {
  const { type, data_length: dataBytes, payload_length: payloadBytes } = header;
  for (const [name, bytes] of [
    ["data_length", dataBytes],
    ["payload_length", payloadBytes],
  ] as const)
    if ((bytes ?? 0) > MAX_PART_BYTES) throw tooLong(name, bytes ?? 0);
  const data = text(await source.take(dataBytes ?? 0));
  const payload = data === null ? null : await source.take(payloadBytes ?? 0);
  if (data === null || payload === null) return null;
  const more = data === "" ? { success: true as const, data: {} } : someData.safeParse(json(data));
  if (!more.success)
    return { is: "invalid", message: expected("data", "a JSON object", short(data)) };
  const event = { type, data: { ...header.data, ...more.data } };
  return { is: "event", event };
}

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function json(line: string): unknown {
  if (line.split(/[[{]/, MAX_BRACKETS + 2).length > MAX_BRACKETS + 1) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function short(got: string): string {
  return JSON.stringify(got.slice(0, 80));
}

function tooLong(name: string, bytes: number | null): SpeechError {
  const got = bytes === null ? "more" : String(bytes);
  return new SpeechError("invalid_input", expected(name, `at most ${MAX_PART_BYTES} bytes`, got));
}
