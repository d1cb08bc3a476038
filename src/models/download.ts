import { type FileHandle, open } from "node:fs/promises";
import { SpeechError } from "../errors.ts";
import { diskError } from "./diskError.ts";
import { type Reply, request, type Site } from "./request.ts";
import { withSilenceLimit } from "./silence.ts";

/** Called for each chunk with bytes so far and in total; null: the total is unknown. */
export type Progress = (done: number, total: number | null) => void;

export interface Download {
  readonly url: URL;
  readonly site: Site;
  /** Path of the partial file. */
  readonly part: string;
  readonly progress: Progress;
  /** Longest time without a byte, milliseconds. */
  readonly silenceMs: number;
}

const MAX_TRIES = 3;
const CONNECTION_LOST = `the connection was lost ${MAX_TRIES} times; pull again to resume`;

/**
 * Downloads what is missing in `part`; a lost connection is resumed. Returns the SHA-256 that the site reports for the
 * file, hex; null if it reports none. Throws SpeechError "upstream" or "internal" (the disk) with the reason in words,
 * or the reason of `signal`.
 */
export async function download(file: Download, signal: AbortSignal): Promise<string | null> {
  const limit = { host: file.url.host, ms: file.silenceMs };
  const rest = (limited: AbortSignal, heard: () => void) => append(file, heard, limited);
  for (let tries = 1; ; tries += 1) {
    const sha256 = await withSilenceLimit(limit, rest, signal);
    if (sha256 !== "cut") return sha256;
    if (tries === MAX_TRIES) throw new SpeechError("upstream", CONNECTION_LOST);
  }
}

/** Calls `heard` for each chunk. Returns "cut" when the connection was lost. */
async function append(file: Download, heard: () => void, signal: AbortSignal) {
  const { url, site, part } = file;
  const partBytes = (await Bun.file(part).exists()) ? Bun.file(part).size : 0;
  const headers = {
    "accept-encoding": "identity",
    ...(partBytes > 0 ? { range: `bytes=${partBytes}-` } : {}),
  };
  const reply = await request(url, { site, headers }, signal);
  const sha256 = reportedSha256(reply);
  if (reply.response.status === 416) return sha256; // the part is complete
  const resumed = reply.response.status === 206;
  const start = resumed ? partBytes : 0;
  const length = reply.response.headers.get("content-length");
  const total = length === null ? null : start + Number(length);
  const handle = await open(part, resumed ? "a" : "w").catch((error) => diskError(part, error));
  let done = start;
  try {
    for await (const chunk of reply.response.body ?? []) {
      await write(handle, part, chunk);
      heard();
      done += chunk.length;
      file.progress(done, total);
    }
  } catch (error) {
    if (signal.aborted || error instanceof SpeechError) throw error;
    return "cut";
  } finally {
    await handle.close();
  }
  return total === null || done === total ? sha256 : "cut";
}

async function write(handle: FileHandle, path: string, chunk: Uint8Array): Promise<void> {
  await handle.appendFile(chunk).catch((error) => diskError(path, error));
}

/** Returns the SHA-256 that a hub reports for a large file: as x-linked-etag of a redirect, or as etag after it. */
function reportedSha256({ trail }: Reply): string | null {
  const tags = trail.flatMap((headers) => [headers.get("x-linked-etag"), headers.get("etag")]);
  for (const tag of tags) {
    const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(tag ?? "")?.[1];
    if (sha256 !== undefined) return sha256;
  }
  return null;
}
