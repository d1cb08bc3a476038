import { BadAudio } from "./badAudio.ts";
import { frameBytes, type PcmFormat, type PcmSpan, type SpanReader } from "./pcm.ts";
import { joined, shown, tag, view } from "./bytes.ts";

/**
 * Walks a RIFF/WAVE stream chunk by chunk and counts audio by its bytes. Sizes in the header are never believed:
 * a streaming server doesn't know them and writes 0, 0x7FFFFFFF, 0xFFFFFFFF or 2000000000. A declared data size
 * only says where to look for a chunk after the audio (LIST, another RIFF); what isn't one is audio still.
 */
export function createWavReader(): SpanReader {
  let held: Uint8Array = new Uint8Array(0);
  let state: "riff" | "chunk" | "data" | "after" = "riff";
  let format: PcmFormat | null = null;
  let skip = 0;
  let declaredLeft = Infinity;
  let walked = 0;

  const take = (count: number): Uint8Array => {
    const head = held.subarray(0, count);
    held = held.subarray(count);
    return head;
  };

  /** One step on the bytes held; false when it needs more. */
  const step = (spans: PcmSpan[]): boolean => {
    if (skip > 0) {
      const skipped = take(Math.min(skip, held.length)).length;
      skip -= skipped;
      return skipped > 0;
    }
    if (state === "data") return audio(spans);
    if (state === "riff") {
      if (held.length < 12) return false;
      const head = take(12);
      if (tag(head, 0) !== "RIFF" || tag(head, 8) !== "WAVE") throw notWav(head);
      state = "chunk";
      return true;
    }
    return chunkHeader();
  };

  const chunkHeader = (): boolean => {
    if (held.length < 8) return false;
    const id = tag(held, 0);
    if (state === "after" && !AFTER_AUDIO.has(id)) {
      state = "data"; // the declared size was wrong: this is audio still
      declaredLeft = Infinity;
      return true;
    }
    if (state === "after" && id === "RIFF") {
      state = "riff";
      return true;
    }
    const size = view(held).getUint32(4, true);
    if (id === "fmt ") return formatChunk(size);
    take(8);
    if (id === "data") {
      if (format === null) throw new BadAudio("WAV: a data chunk before the fmt chunk");
      state = "data";
      declaredLeft = isPlaceholder(size) ? Infinity : size;
      return true;
    }
    walked += size + 8;
    if (walked > MAX_HEADER_BYTES) throw new BadAudio("WAV: no audio in the first 16 MB");
    skip = size + (size % 2);
    return true;
  };

  const formatChunk = (size: number): boolean => {
    if (size > 1024) throw new BadAudio(`WAV: a fmt chunk of ${size} bytes`);
    if (held.length < 8 + size) return false;
    format = parseFormat(take(8 + size).subarray(8));
    skip = size % 2;
    return true;
  };

  const audio = (spans: PcmSpan[]): boolean => {
    if (format === null) return false;
    if (declaredLeft < frameBytes(format)) {
      state = "after";
      skip = declaredLeft % 2;
      return true;
    }
    const wanted = Math.min(held.length, declaredLeft);
    const whole = wanted - (wanted % frameBytes(format));
    if (whole === 0) return false;
    spans.push({ format, bytes: take(whole) });
    declaredLeft -= whole;
    return true;
  };

  return {
    push(bytes) {
      held = joined(held, bytes);
      const spans: PcmSpan[] = [];
      while (step(spans)) {} // oxlint-disable-line no-empty
      return spans;
    },
    end() {
      if (state === "riff" || (state === "chunk" && format === null))
        throw new BadAudio("WAV: the body ended inside the header");
    },
  };
}

/** Chunks known to follow audio; anything else at the declared end is audio of a longer stream. */
const AFTER_AUDIO = new Set([
  "LIST",
  "RIFF",
  "id3 ",
  "ID3 ",
  "bext",
  "cue ",
  "fact",
  "smpl",
  "inst",
  "JUNK",
  "PAD ",
  "iXML",
]);
const MAX_HEADER_BYTES = 16 * 2 ** 20;

/** No stream of speech has 2 GB: from there on a size is a stand-in. */
function isPlaceholder(size: number): boolean {
  return size === 0 || size >= 2_000_000_000;
}

function parseFormat(bytes: Uint8Array): PcmFormat {
  if (bytes.length < 16) throw new BadAudio(`WAV: a fmt chunk of ${bytes.length} bytes`);
  const fields = view(bytes);
  const outer = fields.getUint16(0, true);
  // 0xFFFE: the real tag opens the sub-format GUID at byte 24.
  const code = outer === 0xfffe && bytes.length >= 26 ? fields.getUint16(24, true) : outer;
  const format: PcmFormat = {
    rateHz: fields.getUint32(4, true),
    channels: fields.getUint16(2, true),
    bits: fields.getUint16(14, true),
    encoding: code === 1 ? "int" : code === 3 ? "float" : "other",
  };
  const known = code === 1 || code === 3 || code === 6 || code === 7;
  if (!known || format.rateHz === 0 || format.channels === 0 || format.bits === 0)
    throw new BadAudio(`WAV: format ${code}, ${format.rateHz} Hz, ${format.bits} bits`);
  return format;
}

function notWav(head: Uint8Array): BadAudio {
  return new BadAudio(`not a WAV: the body begins "${shown(head)}"`);
}
