import { listen } from "./listener.ts";
import { residentMiB, startServer } from "./server-process.ts";
import { textOf } from "./texts.ts";

const LOOK_MS = 250;
const WORDS = 100;
/** One text of so many words lasts so long in the embedded voice, seconds. */
const TEXT_S = 29.3;

/** One request whose answer lasts about `audioS`: is the server's memory flat? */
export async function measureHour(
  audioS: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const server = await startServer({ MAX_INPUT_CHARS: "1000000", ...env });
  try {
    await listen(server.url, { input: textOf(0, WORDS) });
    const before = await residentMiB(server.pid);
    const resident: number[] = [];
    const watch = setInterval(
      () => void residentMiB(server.pid).then((mib) => resident.push(mib)),
      LOOK_MS,
    );
    const count = Math.ceil(audioS / TEXT_S);
    const input = Array.from({ length: count }, (_, index) => `${textOf(index, WORDS)}.`).join(
      "\n\n",
    );
    const heard = await listen(server.url, { input }).finally(() => clearInterval(watch));
    const half = Math.max(...resident.slice(0, resident.length / 2));
    console.log(
      `one request of ${input.length} characters: ${heard.audioS.toFixed(0)} s of audio in ${(heard.endMs / 1000).toFixed(1)} s, ` +
        `first audio ${heard.firstAudioMs.toFixed(0)} ms, resident ${before.toFixed(0)} MiB before, ` +
        `${half.toFixed(0)} MiB at most in the first half, ${Math.max(...resident).toFixed(0)} MiB in all`,
    );
  } finally {
    await server.stop();
  }
}
