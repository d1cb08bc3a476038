import { SpeechError } from "../../errors.ts";
import { inPieces } from "../pieces.ts";
import { encodeWith, type Encoder } from "./encoder.ts";
import type { OutputForm } from "./form.ts";
import { openLame } from "./lame.ts";
import { infoFrame } from "./xing.ts";

/** Default; keeps all of the 12 kHz of 24 kHz mono. */
const DEFAULT_KBPS = 64;
/** Rates of MPEG-2 and MPEG-1, Hz. */
const RATES_HZ = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/** Bit rates, kb/s; MPEG-2 has those up to 160. */
const BITRATES_KBPS = [32, 40, 48, 64, 80, 96, 112, 128, 160, 192];

/**
 * Opens an encoder of MP3 with a constant bit rate, so that a player can seek in a stream without a table. The stream
 * has no Xing header, since the sizes are unknown while streaming.
 */
export async function openMp3({
  rateHz,
  bitrateKbps = DEFAULT_KBPS,
}: OutputForm): Promise<Encoder> {
  if (!RATES_HZ.includes(rateHz) || !BITRATES_KBPS.includes(bitrateKbps)) {
    throw new SpeechError(
      "internal",
      `MP3 does not support ${bitrateKbps} kb/s at ${rateHz} Hz; ` +
        `supported: ${BITRATES_KBPS.join(", ")} kb/s at ${RATES_HZ.join(", ")} Hz`,
    );
  }
  const lame = await openLame(rateHz, bitrateKbps);
  return { push: lame.encode, end: lame.flush, close: lame.free };
}

/**
 * Encodes an MP3 file: the frames of a stream after an Info frame with their count, the bytes, the delay and the padding.
 * The Info frame is left out where a frame of the bit rate is too small for it, as LAME does.
 */
export async function wholeMp3(
  chunks: AsyncIterable<Float32Array>,
  form: OutputForm,
): Promise<Uint8Array> {
  let samples = 0;
  async function* counted(): AsyncGenerator<Float32Array> {
    for await (const chunk of chunks) {
      samples += chunk.length;
      yield chunk;
    }
  }
  const frames = Buffer.concat(
    await Array.fromAsync(encodeWith(inPieces(counted()), () => openMp3(form))),
  );
  return Buffer.concat([infoFrame(frames, samples), frames]);
}
