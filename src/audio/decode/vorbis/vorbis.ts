import { oggPackets, oggPages } from "../ogg.ts";
import { type Part, unreadable } from "../part.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Maximum pages without audio in a row: some MB of tags. */
const MAX_SILENT_PAGES = 100;
/** Timeout of one page, milliseconds; only a hostile page takes this long. */
const MAX_PAGE_MS = 10_000;

/**
 * Decodes Ogg Vorbis of one or two channels with libvorbis, one page at a time, in a Worker of its own: a hostile header
 * of a few hundred bytes takes 0.2 s. Throws SpeechError "invalid_input".
 */
export async function* decodeVorbis(bytes: Uint8Array): AsyncGenerator<Part> {
  const channels = oggPackets(bytes).next().value?.[11] ?? 0;
  if (channels < 1 || channels > 2) throw unreadable("the Vorbis file has more than two channels");
  const decoder = openDecoder();
  try {
    let silentPages = 0;
    for (const page of pages(bytes)) {
      const part = await decoder.ask(page);
      if (part === null) throw unreadable("invalid Vorbis packet");
      silentPages = part.samples.length > 0 ? 0 : silentPages + 1;
      if (silentPages > MAX_SILENT_PAGES) throw unreadable("the Vorbis file has no audio");
      if (part.samples.length > 0) yield part;
    }
  } finally {
    decoder.end();
  }
}

/** Copies of the pages: posting a view would send its whole buffer. */
function* pages(bytes: Uint8Array): Generator<ToWorker> {
  for (const page of oggPages(bytes)) yield page.bytes.slice();
  yield null;
}

function openDecoder() {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  let answer: PromiseWithResolvers<FromWorker>;
  const fail = (why: string): void => answer.reject(new Error(`the Vorbis worker ${why}`));
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => answer.resolve(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(`crashed: ${event.message}`);
  });
  worker.addEventListener("close", () => fail("ended"));
  return {
    async ask(page: ToWorker): Promise<FromWorker> {
      answer = Promise.withResolvers();
      const timer = setTimeout(() => answer.resolve(null), MAX_PAGE_MS);
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
