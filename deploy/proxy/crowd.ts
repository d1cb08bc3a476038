import { type Reply, replyOf } from "../../bench/talk/replies.ts";
import { textOf } from "../../bench/texts.ts";
import { BYTES_PER_MS } from "./speaker.ts";
import type { Tally } from "./tally.ts";

/** Clients that go on until `signal` aborts, then finish what they have begun. */
export interface Crowd {
  readonly url: string;
  readonly count: number;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly lengths: Lengths;
}

/** Seconds of speech of what clients ask for. */
export interface Lengths {
  readonly texts: readonly number[];
  readonly replies: readonly number[];
}

/** Texts of about 9 s, for listeners. */
export const TEXTS: readonly string[] = Array.from({ length: 8 }, (_, at) => textOf(at, 30));
/** Replies of a voice agent, for conversations. */
export const REPLIES: readonly Reply[] = Array.from({ length: 6 }, (_, at) => replyOf(at));

/** Time over which clients start, milliseconds. */
export const SPREAD_MS = 8000;

/** Asks the server at `url` for all that clients will ask for. Throws an Error if an answer is not complete. */
export async function measureLengths(url: string): Promise<Lengths> {
  const replies = REPLIES.map(({ text }) => text);
  return { texts: await lengthsOf(url, TEXTS), replies: await lengthsOf(url, replies) };
}

async function lengthsOf(url: string, texts: readonly string[]): Promise<readonly number[]> {
  const lengths: number[] = [];
  for (const input of texts) {
    const response = await fetch(`${url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input, response_format: "pcm" }),
    });
    const { length } = await response.bytes();
    if (!response.ok || length === 0) throw new Error(`${response.status} for "${input}"`);
    lengths.push(length / BYTES_PER_MS / 1000);
  }
  return lengths;
}
