import { build } from "../server/fake-app.ts";
import { createFakeEngine } from "../server/fake-engine.ts";
import { type Case, must } from "./cases.ts";
import { decodedSeconds } from "./ffmpeg.ts";

const LIMIT_MS = 10_000;
/** A player knows these from the Content-Type. */
const CONTAINERS = { wav: "wav", mp3: "mp3", opus: "ogg", aac: "aac", flac: "flac" } as const;
type Format = keyof typeof CONTAINERS;
/** A file that is cut is warned of. */
const ANY = /./;

/** An engine that holds back its second chunk shows it without a clock: what has come till then is the first. */
export const FIRST: readonly Case<unknown>[] = (["wav", "mp3", "opus", "aac", "flac"] as const).map(
  (format) => ({
    id: `formats-${format}-first`,
    says: `${format}: what comes before the second 100 ms exist can be decoded`,
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
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  let bytes = Buffer.alloc(0);
  let seconds = 0;
  try {
    while (seconds === 0) {
      const { done, value } = await reader.read();
      must(!done, `it ended after ${bytes.length} bytes`);
      bytes = Buffer.concat([bytes, value]);
      seconds = await decodedSeconds(bytes, {
        sampleRateHz: 24_000,
        known: [ANY],
        container: CONTAINERS[format],
      }).catch(() => 0);
    }
  } catch {
    throw new Error(
      `nothing to decode in the first ${bytes.length} bytes after ${LIMIT_MS / 1000} s`,
    );
  } finally {
    gate.resolve();
  }
  await reader.cancel();
  return `${bytes.length} bytes, ${(seconds * 1000).toFixed(0)} ms of sound`;
}
