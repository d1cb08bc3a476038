import type { Goals } from "./goals.ts";
import { listen } from "./listener.ts";
import { residentMiB, startServer } from "./serverProcess.ts";
import { textOf } from "./texts.ts";

const LOOK_MS = 250;
const WORDS = 100;
/** Duration of one text of WORDS words in the embedded voice, seconds. */
const TEXT_S = 29.3;
/** Allowed growth. The observed growth of the heap is 32 MiB; a leak of half an hour of samples adds at least 82 MiB. */
const ALLOWED_MIB = 64;

/** Sends one request whose answer lasts about `audioS` seconds and judges whether the server's memory stays flat. */
export async function measureHour(audioS: number, goals: Goals): Promise<void> {
  const server = await startServer({ ENGINE: "flite", MAX_INPUT_CHARS: "1000000" });
  try {
    await listen(server.url, { input: textOf(0, WORDS) });
    const before = await residentMiB(server.pid);
    const resident = [before];
    const watch = setInterval(
      () => void residentMiB(server.pid).then((mib) => resident.push(mib)),
      LOOK_MS,
    );
    const count = Math.ceil(audioS / TEXT_S);
    const input = Array.from({ length: count }, (_, index) => `${textOf(index, WORDS)}.`).join(
      "\n\n",
    );
    const heard = await listen(server.url, { input }).finally(() => clearInterval(watch));
    resident.push(await residentMiB(server.pid));
    const { first, second, flat } = halves(resident);
    goals.judge(
      `one request of ${input.length} characters: ${heard.audioS.toFixed(0)} s of audio in ${(heard.endMs / 1000).toFixed(1)} s, ` +
        `first audio ${heard.firstAudioMs.toFixed(0)} ms, resident ${before.toFixed(0)} MiB before, ` +
        `${first.toFixed(0)} MiB at most in the first half, ${second.toFixed(0)} MiB in the second`,
      { says: `at most ${ALLOWED_MIB} MiB more`, holds: flat },
    );
  } finally {
    await server.stop();
  }
}

/** Returns the peaks of both halves, MiB, and whether the second is at most ALLOWED_MIB above the first (NaN: false). */
export function halves(resident: readonly number[]) {
  const middle = Math.ceil(resident.length / 2);
  const first = Math.max(...resident.slice(0, middle));
  const second = Math.max(...resident.slice(middle));
  return { first, second, flat: second - first <= ALLOWED_MIB };
}
