import type { SweepOptions } from "./options/options.ts";
import { drawAsk } from "./load/schedule.ts";
import { openClient } from "./clients/openClient.ts";
import { Failure } from "./http/failure.ts";
import { openTransport } from "./http/transport.ts";
import { endpointLine } from "./show/report.ts";
import type { Headers } from "./http/answer.ts";
import { loadTexts, withRandomPrefix } from "./load/texts.ts";

/** Members that hold base64 audio, whatever the server. */
const AUDIO_FIELDS = new Set(["audioContent", "data", "audio"]);
const STREAM_LINES = 5;

/** Sends one request and prints its answer with the audio redacted; the exit code. */
export async function printSample(options: SweepOptions, signal: AbortSignal): Promise<number> {
  const texts = await loadTexts(options.textSamplesFile ?? null, options.sampleFormat);
  const draws = { texts, voices: options.voiceIds, seed: options.seed };
  const drawn = drawAsk(draws, "sample", 0);
  const ask = options.random ? { ...drawn, text: withRandomPrefix(drawn.text) } : drawn;
  const transport = openTransport(options.host, options);
  const reads: Uint8Array[] = [];
  let [status, contentType] = [0, ""];
  try {
    const call = openClient(options).call(ask);
    const hooks = {
      connected() {},
      headers(code: number, headers: Headers) {
        [status, contentType] = [code, headers["content-type"] ?? ""];
      },
      bytes: (read: Uint8Array) => void reads.push(read),
    };
    const flight = transport.exchange(call, hooks);
    const interrupt = () => flight.stop(new Failure("aborted", "interrupted"));
    const late = `not complete after ${options.timeoutTotal} ms (--timeout-total)`;
    const timer = setTimeout(
      () => flight.stop(new Failure("timeout_total", late)),
      options.timeoutTotal,
    );
    signal.addEventListener("abort", interrupt);
    try {
      if (signal.aborted) interrupt();
      await flight.ended;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupt);
    }
  } catch (error) {
    const message = error instanceof Failure ? `${error.kind}: ${error.message}` : String(error);
    process.stderr.write(`${message}\n`);
    const wayOut = endpointLine(status);
    if (wayOut !== null) process.stderr.write(`${wayOut}\n`);
    return signal.aborted ? 130 : 1;
  } finally {
    transport.close();
  }
  for (const line of describe(Buffer.concat(reads), contentType, options.stream)) {
    process.stdout.write(`${line}\n`);
  }
  return 0;
}

/** The answer as lines: JSON indented, a stream of JSON by its first five messages, other bodies by their size. */
export function describe(body: Buffer, contentType: string, streamed: boolean): string[] {
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

/** The JSON messages of a body: one, one per line, or one per event; null when it is not JSON. */
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
