import { hear } from "../listener.ts";

/** Timings of one probe, milliseconds since it was sent. */
export interface Probed {
  readonly status: number;
  /** Time until the answer of a refused request (status other than 200) was complete; null if it was not refused. */
  readonly refusedMs: number | null;
  readonly firstAudioMs: number | null;
  /** Longest buffer underrun of a player without pre-roll. */
  readonly worstStallMs: number;
}

/** Requests `input` as streamed PCM. The status is 0 if the answer is missing or incomplete. */
export async function probe(url: string, input: string): Promise<Probed> {
  const sentMs = performance.now();
  const seen = { status: 0, refusedMs: null, firstAudioMs: null, worstStallMs: 0 };
  try {
    const response = await fetch(`${url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input, response_format: "pcm" }),
    });
    const { status } = response;
    if (status !== 200) {
      await response.bytes();
      return { ...seen, status, refusedMs: performance.now() - sentMs };
    }
    const body = response.body ?? new Blob([]).stream();
    const { firstAudioMs, audioS, worstStallMs } = await hear(body, sentMs);
    return { ...seen, status, firstAudioMs: audioS === 0 ? null : firstAudioMs, worstStallMs };
  } catch {
    return seen;
  }
}

/** Records how late timers of this process fire, milliseconds. The probes' times have an error of this size. */
export function watchLag(): { readonly lagsMs: readonly number[]; stop(): void } {
  const EVERY_MS = 5;
  const lagsMs: number[] = [];
  let dueMs = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lagsMs.push(Math.max(0, nowMs - dueMs));
    dueMs = nowMs + EVERY_MS;
  }, EVERY_MS);
  return { lagsMs, stop: () => clearInterval(timer) };
}
