import { oggPackets, oggPages } from "../ogg.ts";
import { type Part, unreadable } from "../part.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Pages in a row without sound that a file may have: some MB of tags. */
const MOST_SILENT_PAGES = 100;
/** No page takes so long, milliseconds, but one that was made to. */
const MOST_PAGE_MS = 10_000;

/**
 * Ogg Vorbis through libvorbis, a page at a time; one or two channels. It has a Worker of its own: a few hundred bytes
 * of a hostile header keep it busy for 0.2 s. Throws SpeechError "invalid_input".
 */
export async function* decodeVorbis(bytes: Uint8Array): AsyncGenerator<Part> {
  const channels = oggPackets(bytes).next().value?.[11] ?? 0;
  if (channels < 1 || channels > 2) throw unreadable("a Vorbis file of more than two channels");
  const decoder = openDecoder();
  try {
    let silentPages = 0;
    for (const page of pages(bytes)) {
      const part = await decoder.ask(page);
      if (part === null) throw unreadable("a Vorbis file whose packets are broken");
      silentPages = part.samples.length > 0 ? 0 : silentPages + 1;
      if (silentPages > MOST_SILENT_PAGES) throw unreadable("a Vorbis file without sound");
      if (part.samples.length > 0) yield part;
    }
  } finally {
    decoder.end();
  }
}

/** Each as a copy: a view would be sent with all that is behind it. */
function* pages(bytes: Uint8Array): Generator<ToWorker> {
  for (const { whole } of oggPages(bytes)) yield whole.slice();
  yield null;
}

function openDecoder() {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  let answer: PromiseWithResolvers<FromWorker>;
  const die = (why: string): void => answer.reject(new Error(`the Vorbis worker ${why}`));
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => answer.resolve(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(`crashed: ${event.message}`);
  });
  worker.addEventListener("close", () => die("ended"));
  return {
    async ask(page: ToWorker): Promise<FromWorker> {
      answer = Promise.withResolvers();
      const timer = setTimeout(() => answer.resolve(null), MOST_PAGE_MS);
      worker.postMessage(page);
      try {
        return await answer.promise;
      } finally {
        clearTimeout(timer);
      }
    },
    end: () => worker.terminate(),
  };
}
