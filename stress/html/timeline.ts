import type { RequestRecord } from "../records/record.ts";
import { html, type Html } from "./escape.ts";

const WIDTH = 760;
const HEIGHT = 30;
/** Minimum distance of two ticks. Closer ticks are not distinguishable. */
const MIN_TICK_PX = 2;

/** Draws one request as a bar, with the waits for its send, its headers and its first audio, and a tick per chunk. */
export function timeline(record: RequestRecord, spanMs: number): Html {
  const { dueMs, sentMs, headersMs, firstAudioMs, endMs } = record;
  const x = (ms: number) => Math.round(((ms - dueMs) / Math.max(spanMs, 1)) * WIDTH * 10) / 10;
  const bar = (from: number, to: number | null, kind: string) =>
    to === null || to <= from
      ? html``
      : html`<rect
          class="${kind}"
          x="${x(from)}"
          y="6"
          width="${Math.max(1, x(to) - x(from))}"
          height="18"
          ><title>${kind}: ${from.toFixed(1)} to ${to.toFixed(1)} ms</title></rect
        >`;
  const ticks: Html[] = [];
  let lastPx = -Infinity;
  for (const [atMs] of record.chunks) {
    if (x(atMs) - lastPx < MIN_TICK_PX) continue;
    lastPx = x(atMs);
    ticks.push(html`<line class="tick" x1="${lastPx}" x2="${lastPx}" y1="2" y2="28" />`);
  }
  const audioMs = firstAudioMs ?? endMs;
  const answerMs = Math.min(headersMs ?? audioMs, audioMs);
  return html`<svg viewBox="0 0 ${WIDTH + 4} ${HEIGHT}" role="img" aria-label="timeline">
    ${bar(dueMs, sentMs, "waiting")}${bar(sentMs, answerMs, "headers")}${bar(answerMs, audioMs, "first-audio")}${bar(audioMs, endMs, record.error === null ? "audio" : "failed")}${ticks}
  </svg>`;
}
