import type { AudioChunk, ChunkReader, CodedFormat } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { joined } from "./bytes.ts";

/** What stands at the head of the bytes at hand. */
export interface Unit {
  /** Its length; more than the bytes at hand where the rest of it is to be passed over unseen. */
  readonly bytes: number;
  /** Audio that is complete with it, milliseconds. */
  readonly audioMs: number;
  /** Neither audio nor a known tag. */
  readonly junk?: boolean;
}

/** How one format lies in its bytes. What it says depends on the bytes alone, not on how they were cut into reads. */
export interface FrameFormat {
  readonly name: CodedFormat;
  /** The unit at the head of `bytes`; null until more of it is there. `final`: nothing follows. */
  step(bytes: Uint8Array, final: boolean): Unit | null;
  /** At the body's end, all units taken. Throws BadAudio where more was promised. */
  end(): void;
}

/** Bytes of no meaning before the first frame, or between two, after which it is not this format. */
const MAX_JUNK_BYTES = 64 * 1024;

/** Counts a body of `format`. All audio that one read completes is one chunk. Throws BadAudio. */
export function createFrameReader(format: FrameFormat): ChunkReader {
  let held: Uint8Array = new Uint8Array(0);
  let skip = 0;
  let junkBytes = 0; // since the last frame
  let goodBytes = 0;
  let allJunkBytes = 0;
  let coded: Uint8Array[] = []; // reads since the last chunk

  const drain = (final: boolean): number => {
    let [at, audioMs] = [0, 0];
    for (;;) {
      const passed = Math.min(skip, held.length - at);
      skip -= passed;
      at += passed;
      const unit = skip > 0 ? null : format.step(held.subarray(at), final);
      if (unit === null) break;
      skip = unit.bytes;
      audioMs += unit.audioMs;
      if (unit.junk) allJunkBytes += unit.bytes;
      else goodBytes += unit.bytes;
      junkBytes = unit.junk ? junkBytes + unit.bytes : 0;
      if (junkBytes > MAX_JUNK_BYTES) throw notThis(format, `${junkBytes} bytes without a frame`);
    }
    held = held.slice(at); // a copy: a view would keep the whole read alive
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
      held = joined(held, bytes);
      return chunk(drain(false));
    },
    end() {
      const audioMs = drain(true);
      const none = goodBytes === 0 && held.length > 0;
      if (none || goodBytes < allJunkBytes)
        throw notThis(format, `${allJunkBytes + held.length} bytes are no frame of it`);
      if (held.length > 0 || skip > 0)
        throw new BadAudio(`${format.name}: the body ended inside a frame`);
      format.end();
      return chunk(audioMs);
    },
  };
}

function notThis(format: FrameFormat, why: string): BadAudio {
  return new BadAudio(`the body is no ${format.name}: ${why}`);
}
