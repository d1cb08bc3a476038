import { resolve } from "node:path";
import { hear } from "../bench/listener.ts";
import { OUTPUT_HZ } from "../src/audio/pcm.ts";
import { wavHeader } from "../src/audio/wav.ts";
import { play, PLAYERS } from "./player.ts";

const SENTENCE =
  "Hello! This voice was made on your own machine, without an account and without a graphics card.";
const FILE = resolve("demo.wav");

/** Speaks a sentence as a stream, saves it as a file, plays it if there is a player, and prints the figures. */
export async function showSentence(url: string): Promise<void> {
  const { voices } = (await (await fetch(`${url}/v1/audio/voices`)).json()) as {
    readonly voices: readonly [{ readonly id: string; readonly engine: string }];
  };
  const sentMs = performance.now();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: SENTENCE, response_format: "pcm" }),
  });
  if (!response.ok || response.body === null)
    throw new Error(`the server answered ${response.status}: ${await response.text()}`);
  const chunks: Uint8Array[] = [];
  const { firstAudioMs, audioS, endMs } = await hear(kept(response.body, chunks), sentMs);
  const pcm = Buffer.concat(chunks);
  await Bun.write(FILE, [wavHeader(OUTPUT_HZ, pcm.length), pcm]);
  console.log(`
one sentence, streamed
  voice        ${voices[0].id} (${voices[0].engine})
  first audio  ${firstAudioMs.toFixed(0)} ms after the request
  all audio    ${audioS.toFixed(1)} s of sound in ${endMs.toFixed(0)} ms
  file         ${FILE}`);
  console.log(`  ${await played(audioS)}`);
}

/** Yields the chunks of a stream and keeps them. */
async function* kept(
  stream: AsyncIterable<Uint8Array>,
  chunks: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    chunks.push(chunk);
    yield chunk;
  }
}

/** Plays the file and says with which player. */
async function played(audioS: number): Promise<string> {
  const { player, failures } = await play(FILE, audioS);
  if (player !== null) return `played with  ${player}`;
  if (failures.length > 0) return `not played   ${failures.join("; ")}`;
  return `not played   none of ${PLAYERS.join(", ")} is on the PATH`;
}
