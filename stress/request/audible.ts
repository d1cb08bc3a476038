import { frameBytes, type PcmSpan } from "../formats/pcm.ts";

const WINDOW_MS = 5;
/** 20 ms sustained: four windows in a row. */
const WINDOWS = 4;
/** Speech is audible from −50 dBFS. */
const THRESHOLD = 10 ** (-50 / 20);

/** Finds when the first audible sample arrived: leading silence is not speech. */
export interface Audible {
  /** Takes the next audio, which arrived at `atMs`. */
  push(span: PcmSpan, atMs: number): void;
  /** Arrival of the first of four loud windows of 5 ms in a row; null until there is one. */
  readonly atMs: number | null;
}

export function createAudible(): Audible {
  let found: number | null = null;
  let energy = 0;
  let frames = 0;
  let loud: number[] = []; // arrivals of the loud windows in a row
  return {
    get atMs() {
      return found;
    },
    push(span, atMs) {
      if (found !== null) return;
      const read = sampleReader(span);
      if (read === null) return;
      const { channels, rateHz } = span.format;
      const windowFrames = Math.max(1, Math.round((rateHz * WINDOW_MS) / 1000));
      const count = span.bytes.length / frameBytes(span.format);
      for (let frame = 0; frame < count; frame++) {
        for (let channel = 0; channel < channels; channel++) {
          energy += read(frame * channels + channel) ** 2;
        }
        if (++frames < windowFrames) continue;
        const level = Math.sqrt(energy / (windowFrames * channels));
        loud = level >= THRESHOLD ? [...loud, atMs] : [];
        energy = 0;
        frames = 0;
        if (loud.length === WINDOWS) {
          found = loud[0] ?? null;
          return;
        }
      }
    },
  };
}

/** Reads the sample of a given index as −1…1; null for audio that can't be looked into. */
function sampleReader({ bytes, format }: PcmSpan): ((index: number) => number) | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format.encoding === "float") {
    if (format.bits === 32) return (index) => view.getFloat32(index * 4, true);
    return format.bits === 64 ? (index) => view.getFloat64(index * 8, true) : null;
  }
  if (format.encoding === "other") return null;
  if (format.bits === 8) return (index) => (view.getUint8(index) - 128) / 128;
  if (format.bits === 16) return (index) => view.getInt16(index * 2, true) / 2 ** 15;
  if (format.bits === 32) return (index) => view.getInt32(index * 4, true) / 2 ** 31;
  if (format.bits !== 24) return null;
  return (index) =>
    (view.getInt8(index * 3 + 2) * 2 ** 16 + view.getUint16(index * 3, true)) / 2 ** 23;
}
