import type { SweepOptions } from "./options/options.ts";
import { drawAsk } from "./load/schedule.ts";
import { openClient } from "./clients/openClient.ts";
import { Failure } from "./http/failure.ts";
import { openTransport } from "./http/transport.ts";
import { endpointLine } from "./show/advice.ts";
import type { Headers } from "./http/answer.ts";
import { createWatch } from "./request/watch.ts";
import { createFilter } from "./redact/filter.ts";
import { loadTexts, withRandomPrefix } from "./load/texts.ts";

/** Names of the fields that hold base64 audio, in all APIs. */
const AUDIO_FIELDS = new Set(["audioContent", "data", "audio"]);
const STREAM_LINES = 5;

/** The answer of one request. */
interface Answer {
  status: number;
  contentType: string;
  readonly reads: Uint8Array[];
}

/** Sends one request and prints its answer with the audio redacted; returns the exit code. */
export async function printSample(options: SweepOptions, signal: AbortSignal): Promise<number> {
  const { texts, note } = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const filter = createFilter(options.secrets);
  if (note !== null) process.stderr.write(`${filter(note)}\n`);
  const answer: Answer = { status: 0, contentType: "", reads: [] };
  try {
    await receive(options, { texts, answer }, signal);
  } catch (error) {
    const message = error instanceof Failure ? `${error.kind}: ${error.message}` : String(error);
    process.stderr.write(`${filter(message)}\n`);
    const advice = endpointLine(answer.status);
    if (advice !== null) process.stderr.write(`${advice}\n`);
    return signal.aborted ? 130 : 1;
  }
  const { reads, contentType } = answer;
  for (const line of describe(Buffer.concat(reads), contentType, options.stream))
    process.stdout.write(`${filter(line)}\n`);
  return 0;
}

/** Sends one request and fills `answer`. Rejects with Failure. */
async function receive(
  options: SweepOptions,
  { texts, answer }: { readonly texts: readonly string[]; readonly answer: Answer },
  signal: AbortSignal,
): Promise<void> {
  const drawn = drawAsk({ texts, voices: options.voiceIds, seed: options.seed }, "sample", 0);
  const ask = options.random ? { ...drawn, text: withRandomPrefix(drawn.text) } : drawn;
  const hooks = {
    connected() {},
    headers(status: number, headers: Headers) {
      answer.status = status;
      answer.contentType = headers["content-type"] ?? "";
    },
    bytes: (read: Uint8Array) => void answer.reads.push(read),
  };
  const transport = openTransport(options.host, options);
  try {
    const flight = transport.exchange(openClient(options).call(ask), hooks);
    const timeouts = { firstAudioMs: null, totalMs: options.timeoutTotal, stallMs: Infinity };
    const watch = createWatch(
      { timeouts, now: () => performance.now(), stop: flight.stop },
      signal,
    );
    try {
      await flight.ended;
    } finally {
      watch.close();
    }
  } finally {
    transport.close();
  }
}

/**
 * Describes the answer in lines. JSON is indented, a stream of JSON is cut to its first five messages, and any other body
 * is replaced by its size.
 */
function describe(body: Buffer, contentType: string, streamed: boolean): string[] {
  const messages = parseLines(body);
  if (messages === null) {
    const audio = { contentType, audio: `[redacted audio] len=${body.length}` };
    return ["Sample response (redacted):", JSON.stringify(audio, null, 2)];
  }
  if (!streamed && messages.length === 1)
    return ["Sample response (redacted):", JSON.stringify(redact(messages[0]), null, 2)];
  return [
    `Streaming sample response (first ${STREAM_LINES} chunks, redacted):`,
    ...messages.slice(0, STREAM_LINES).map((message) => JSON.stringify(redact(message), null, 2)),
  ];
}

/** Returns the JSON messages of a body (one in all, one per line, or one per event); null if the body is not JSON. */
function parseLines(body: Buffer): unknown[] | null {
  if (!["{", "[", "d", "e"].includes(String.fromCharCode(body[0] ?? 0))) return null;
  const text = body.toString();
  try {
    return [JSON.parse(text)];
  } catch {}
  try {
    return text
      .split("\n")
      .map((line) => line.replace(/^data:/, "").trim())
      .filter((line) => line !== "" && line !== "[DONE]" && !line.startsWith("event:"))
      .map((line): unknown => JSON.parse(line));
  } catch {
    return null;
  }
}

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => [
      key,
      typeof member === "string" && AUDIO_FIELDS.has(key)
        ? `[redacted audio] len=${member.length}`
        : redact(member),
    ]),
  );
}
