/** What one listener of a streamed answer saw. Times in ms from the send. */
export interface Heard {
  readonly firstAudioMs: number;
  readonly audioS: number;
  /** The longest single stall of a player that starts at first audio, without any pre-roll. */
  readonly worstStallMs: number;
  readonly endMs: number;
}

const PCM_BYTES_PER_MS = 48;

/**
 * Asks for `body` as streamed PCM, reads as fast as bytes come, and computes what a real-time player would have heard.
 * Throws on any status but 200 and on a body without audio.
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
  let firstAudioMs = Number.NaN;
  let bytes = 0;
  let dryAtMs = 0; // when the player has played all that has come
  let worstStallMs = 0;
  for await (const chunk of response.body) {
    const nowMs = performance.now() - sentAt;
    if (bytes === 0) {
      firstAudioMs = nowMs;
      dryAtMs = nowMs;
    }
    if (nowMs > dryAtMs) {
      worstStallMs = Math.max(worstStallMs, nowMs - dryAtMs);
      dryAtMs = nowMs;
    }
    bytes += chunk.byteLength;
    dryAtMs += chunk.byteLength / PCM_BYTES_PER_MS;
  }
  if (bytes === 0) throw new Error("an answer without audio");
  return {
    firstAudioMs,
    audioS: bytes / PCM_BYTES_PER_MS / 1000,
    worstStallMs,
    endMs: performance.now() - sentAt,
  };
}
