import { Failure } from "../http/failure.ts";
import type { AudioChunk, ChunkReader, CodedFormat } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { concat } from "./bytes.ts";

/** A frame, a tag or junk at the start of the buffered bytes. */
export interface Unit {
  /** Length of the unit. If it exceeds the buffered bytes, the reader skips the rest when it arrives. */
  readonly bytes: number;
  /** Audio that the unit completes, milliseconds. */
  readonly audioMs: number;
  /** True if the unit is neither audio nor a known tag. */
  readonly junk?: boolean;
}

/** Divides the bytes of one format into units. The units do not depend on how reads split the bytes. */
export interface FrameFormat {
  readonly name: CodedFormat;
  /** Returns the unit at the start of `bytes`; null if more bytes are needed. `final` is true if the body has ended. */
  step(bytes: Uint8Array, final: boolean): Unit | null;
  /** Called at the end of the body, after its last unit. Throws Failure "truncated" if the format declared more. */
  end(): void;
}

/** Maximum junk before the first frame or between two frames. */
const MAX_JUNK_BYTES = 64 * 1024;

/** Reads a body of `format`. The audio that one read completes is one chunk. Throws BadAudio or Failure. */
export function createFrameReader(format: FrameFormat): ChunkReader {
  let buffer: Uint8Array = new Uint8Array(0);
  let skipBytes = 0;
  let junkBytes = 0; // since the previous frame
  let unitBytes = 0;
  let allJunkBytes = 0;
  let coded: Uint8Array[] = []; // reads since the previous chunk

  const drain = (final: boolean): number => {
    let [at, audioMs] = [0, 0];
    for (;;) {
      const skipped = Math.min(skipBytes, buffer.length - at);
      skipBytes -= skipped;
      at += skipped;
      const unit = skipBytes > 0 ? null : format.step(buffer.subarray(at), final);
      if (unit === null) break;
      skipBytes = unit.bytes;
      audioMs += unit.audioMs;
      if (unit.junk) allJunkBytes += unit.bytes;
      else unitBytes += unit.bytes;
      junkBytes = unit.junk ? junkBytes + unit.bytes : 0;
      if (junkBytes > MAX_JUNK_BYTES) throw notFormat(format, `${junkBytes} bytes without a frame`);
    }
    buffer = buffer.slice(at); // a copy, because a view would keep the whole read in memory
    return audioMs;
  };
  const chunk = (audioMs: number): readonly AudioChunk[] => {
    if (audioMs <= 0) return [];
    const complete = { audioMs, codec: format.name, spans: [], coded };
    coded = [];
    return [complete];
  };
  return {
    push(bytes) {
      coded.push(bytes);
      buffer = concat(buffer, bytes);
      return chunk(drain(false));
    },
    end() {
      const audioMs = drain(true);
      const isOther = unitBytes === 0 && buffer.length > 0;
      if (isOther || unitBytes < allJunkBytes)
        throw notFormat(format, `${allJunkBytes + buffer.length} bytes are not frames`);
      if (buffer.length > 0 || skipBytes > 0)
        throw new Failure("truncated", `${format.name}: the body ended inside a frame`);
      format.end();
      return chunk(audioMs);
    },
  };
}

function notFormat(format: FrameFormat, why: string): BadAudio {
  return new BadAudio(`the body is not ${format.name}: ${why}`);
}
