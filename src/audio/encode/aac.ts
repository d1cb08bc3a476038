import { SpeechError } from "../../errors.ts";
import { createBlocks } from "./blocks.ts";
import type { Encoder } from "./encoder.ts";
import type { OutputForm } from "./form.ts";
import { loadLibavAac, type LibavAac } from "./libavAac.ts";

/** Default for one channel of 12 kHz bandwidth. */
const BITRATE_KBPS = 64;
const FRAME_SAMPLES = 1024;
const BYTES_PER_FLOAT = 4;
const ADTS_HEADER_BYTES = 7;

// ISO/IEC 14496-3, table 1.18: the index is the sampling frequency index.
const RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
];

/**
 * Opens an encoder of AAC-LC in ADTS, for streams and files: ADTS has no length and no padding, so a decoder adds one
 * frame of silence (1,024 samples) at the start and up to one at the end.
 */
export async function openAac(form: OutputForm): Promise<Encoder> {
  const { rateHz, bitrateKbps = BITRATE_KBPS } = form;
  const rateIndex = RATES_HZ.indexOf(rateHz);
  if (rateIndex < 0) {
    throw new SpeechError(
      "internal",
      `AAC does not support ${rateHz} Hz; supported: ${RATES_HZ.join(", ")}`,
    );
  }
  const libav = await loadLibavAac();
  const context = libav._init_encoder(1, rateHz, bitrateKbps * 1000);
  if (context === 0) throw new SpeechError("internal", "the AAC encoder could not be opened");
  const blocks = createBlocks(FRAME_SAMPLES);
  let position = 0; // samples sent

  function code(block: Float32Array): Uint8Array[] {
    const bytes = FRAME_SAMPLES * BYTES_PER_FLOAT;
    const input = libav._get_encode_input_ptr(context, bytes);
    if (input === 0) throw new SpeechError("internal", "the AAC encoder is out of memory");
    libav.HEAPU8.set(new Uint8Array(block.buffer, block.byteOffset, bytes), input);
    const status = libav._send_frame(context, BigInt(position));
    if (status < 0) throw new SpeechError("internal", `the AAC encoder failed with ${status}`);
    position += FRAME_SAMPLES;
    return packets(libav, context, rateIndex);
  }

  return {
    push: (samples) => Buffer.concat(blocks.push(samples).flatMap(code)),
    end() {
      const rest = blocks.rest();
      const last = new Float32Array(FRAME_SAMPLES);
      last.set(rest);
      const coded = rest.length > 0 ? code(last) : [];
      if (position > 0) libav._flush_encoder_start(context);
      return Buffer.concat([...coded, ...packets(libav, context, rateIndex)]);
    },
    close: () => libav._close_encoder(context),
  };
}

/** The packets that are ready, each after its ADTS header. */
function packets(libav: LibavAac, context: number, rateIndex: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (;;) {
    const bytes = libav._receive_packet(context);
    if (bytes < 0) throw new SpeechError("internal", `the AAC encoder failed with ${bytes}`);
    if (bytes === 0) return found;
    const at = libav._get_encoded_data(context);
    // HEAPU8 is replaced when the memory grows, so it is read for each packet.
    found.push(adtsHeader(rateIndex, bytes), libav.HEAPU8.slice(at, at + bytes));
  }
}

/** ISO/IEC 13818-7, section 6.2: MPEG-4 AAC-LC, one channel, no CRC, one block of `bytes`, variable fullness. */
function adtsHeader(rateIndex: number, bytes: number): Uint8Array {
  const frameBytes = bytes + ADTS_HEADER_BYTES;
  const profile = 1; // audio object type 2 (LC), less 1
  const channels = 1;
  return Uint8Array.of(
    0xff,
    0xf1,
    (profile << 6) | (rateIndex << 2) | (channels >> 2),
    ((channels & 3) << 6) | (frameBytes >> 11),
    (frameBytes >> 3) & 255,
    ((frameBytes & 7) << 5) | 0b11111,
    0b111111_00,
  );
}
