import { readAdtsHeader } from "./adts.ts";
import { tag } from "./bytes.ts";
import { readMp3Header } from "./mp3.ts";

/** Length of the longest signature. */
const SIGNATURE_BYTES = 8;
/** Bytes of a frame header that `readAdtsHeader` reads; an MP3 header is shorter. */
const FRAME_HEADER_BYTES = 7;

/**
 * Returns the format whose signature starts `head`: wav, opus, flac, webm, mp4, "id3" for a tag before mp3 or aac, and
 * "text" for JSON and HTML; null if there is no signature.
 */
export function signedFormat(head: Uint8Array): string | null {
  const signature = tag(head, 0);
  const known = SIGNATURES[signature];
  if (known !== undefined) return known;
  if (signature.startsWith("ID3")) return "id3";
  if (tag(head, 4) === "ftyp") return "mp4";
  if (!TEXT_STARTS.has(head[0] ?? 0)) return null;
  const text = String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES));
  return /^\s*([[{]\s*["{}\]]|<[!a-z?])[\x20-\x7e\s]*$/i.test(text) ? "text" : null;
}

/** The first bytes of JSON, HTML and white space before them. */
const TEXT_STARTS = new Set(Buffer.from("[{< \t\r\n"));

const SIGNATURES: Readonly<Record<string, string>> = {
  RIFF: "wav",
  OggS: "opus",
  fLaC: "flac",
  "\u001aE\u00df\u00a3": "webm",
};

/** Returns the format of the frame header at the start of `head`; null if there is none. */
export function framedFormat(head: Uint8Array): "aac" | "mp3" | null {
  if (readAdtsHeader(head) !== null) return "aac";
  return readMp3Header(head) === null ? null : "mp3";
}

/**
 * Returns the format of two consecutive frames at the start of `head`; null if there are none. Raw samples often contain
 * the sync word of one header, but not of a second one where the first frame ends.
 */
export function doublyFramedFormat(head: Uint8Array): "aac" | "mp3" | null {
  const format = framedFormat(head);
  const bytes = frameBytes(head);
  return bytes > 0 && framedFormat(head.subarray(bytes)) === format ? format : null;
}

/** Returns how many bytes determine the format. `raw`: raw samples are expected, so a frame must be followed by another. */
export function bytesToDecide(head: Uint8Array, raw: boolean): number {
  const bytes = raw ? frameBytes(head) : 0;
  return bytes === 0 ? SIGNATURE_BYTES : bytes + FRAME_HEADER_BYTES;
}

function frameBytes(head: Uint8Array): number {
  return (readAdtsHeader(head) ?? readMp3Header(head))?.bytes ?? 0;
}
