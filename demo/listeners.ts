import { type Heard, listen } from "../bench/listener.ts";
import { quantile } from "../bench/quantile.ts";

/** What each listener hears, one after the other. */
const REPLIES = [
  "Of course. The next train to the harbour leaves at half past four, from platform two.",
  "It takes about twenty minutes, and the ferry waits for it. Shall I book a seat for you?",
];
/** Time in which the listeners begin, milliseconds. */
const BEGIN_MS = 1000;
/** Shortest gap that a listener notices, milliseconds. */
const STALL_MS = 50;

/** Serves `count` listeners who hear each reply to its end before they ask for the next, and prints the figures. */
export async function showListeners(url: string, count: number): Promise<void> {
  const what = `${REPLIES.length} replies each, heard to their end`;
  console.log(`\n${count} listeners in real time, ${what} …`);
  const all = await Promise.all(
    Array.from({ length: count }, (_, at) => converse(url, (at * BEGIN_MS) / count)),
  );
  const heard = all.flat();
  const first = heard.map(({ firstAudioMs }) => firstAudioMs);
  const stalled = heard.filter(({ worstStallMs }) => worstStallMs > STALL_MS).length;
  const ms = (q: number): string => quantile(first, q).toFixed(0);
  console.log(`  first audio  p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms
  stalls       ${stalled} of ${heard.length} replies had a gap of more than ${STALL_MS} ms`);
}

async function converse(url: string, beginMs: number): Promise<readonly Heard[]> {
  await Bun.sleep(beginMs);
  const all: Heard[] = [];
  for (const input of REPLIES) {
    const heard = await listen(url, { input });
    all.push(heard);
    await Bun.sleep(Math.max(0, heard.firstAudioMs + heard.audioS * 1000 - heard.endMs));
  }
  return all;
}
