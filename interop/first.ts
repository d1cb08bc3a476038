import { messageOf } from "../src/message.ts";
import { build } from "../server/app.fake.ts";
import { createFakeEngine } from "../server/engine.fake.ts";
import type { Case } from "./cases.ts";
import { decodedSeconds } from "./ffmpeg.ts";

const LIMIT_MS = 10_000;
/** Container of each format, which a player learns from the Content-Type. */
const CONTAINERS = { wav: "wav", mp3: "mp3", opus: "ogg", aac: "aac", flac: "flac" } as const;
type Format = keyof typeof CONTAINERS;
/** Allows every warning, because ffmpeg warns about a truncated file. */
const ANY = /./;

/** Cases in which the engine withholds its second chunk, so that all received bytes belong to the first. */
export const FIRST: readonly Case<unknown>[] = (["wav", "mp3", "opus", "aac", "flac"] as const).map(
  (format) => ({
    id: `formats-${format}-first`,
    claim: `${format}: the bytes of the first 100 ms can be decoded before the second 100 ms exist`,
    run: () => first(format),
  }),
);

async function first(format: Format): Promise<string> {
  const gate = Promise.withResolvers<void>();
  const engine = createFakeEngine({ before: (chunk) => (chunk < 1 ? undefined : gate.promise) });
  using server = build(engine).serve();
  const response = await fetch(new URL("/v1/audio/speech", server.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: "Hello there.", response_format: format }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  try {
    const { bytes, seconds } = await firstAudio(response.body ?? new Blob([]).stream(), format);
    return `${bytes} bytes, ${(seconds * 1000).toFixed(0)} ms of audio`;
  } finally {
    gate.resolve();
  }
}

/** Reads until audio can be decoded. Throws an Error that names the reason: end, timeout or a broken body. */
export async function firstAudio(body: ReadableStream<Uint8Array>, format: Format) {
  let bytes = Buffer.alloc(0);
  try {
    for await (const chunk of body) {
      bytes = Buffer.concat([bytes, chunk]);
      const seconds = await decodedSeconds(bytes, {
        sampleRateHz: 24_000,
        allowedWarnings: [ANY],
        container: CONTAINERS[format],
      }).catch(() => 0);
      if (seconds > 0) return { bytes: bytes.length, seconds };
    }
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    const how = isLate
      ? `after ${LIMIT_MS / 1000} s`
      : `before the body broke: ${messageOf(error)}`;
    throw new Error(`nothing to decode in the first ${bytes.length} bytes ${how}`, {
      cause: error,
    });
  }
  throw new Error(`the body ended after ${bytes.length} bytes with nothing to decode`);
}
