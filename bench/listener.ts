import { createPlayback } from "../src/playback.ts";

/** Timings of one streamed answer, ms since the request was sent. */
export interface Heard {
  readonly firstAudioMs: number;
  readonly audioS: number;
  /** Longest buffer underrun of a player that starts at first audio, without pre-roll. */
  readonly worstStallMs: number;
  readonly endMs: number;
}

const PCM_BYTES_PER_S = 48_000;

/**
 * Requests `body` as streamed PCM, reads at full speed, and computes the stalls of a real-time player. Throws on any
 * status but 200 and on a body without audio.
 */
export async function listen(url: string, body: Readonly<Record<string, unknown>>): Promise<Heard> {
  const sentAt = performance.now();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ stream: true, response_format: "pcm", ...body }),
  });
  if (!response.ok || response.body === null)
    throw new Error(`${response.status}: ${await response.text()}`);
  const heard = await hear(response.body, sentAt);
  if (heard.audioS === 0) throw new Error("the answer has no audio");
  return heard;
}

/** Reads PCM at full speed. `audioS` is 0 for an empty body. `sentMs` is performance.now() when the request was sent. */
export async function hear(body: AsyncIterable<Uint8Array>, sentMs: number): Promise<Heard> {
  const playback = createPlayback(1);
  let [firstAudioMs, audioS, worstStallMs] = [Number.NaN, 0, 0];
  for await (const chunk of body) {
    const nowMs = performance.now() - sentMs;
    if (audioS === 0) firstAudioMs = nowMs;
    const seconds = chunk.length / PCM_BYTES_PER_S;
    worstStallMs = Math.max(worstStallMs, playback.add(nowMs, seconds));
    audioS += seconds;
  }
  return { firstAudioMs, audioS, worstStallMs, endMs: performance.now() - sentMs };
}
