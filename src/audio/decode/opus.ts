import { Decoder } from "@evan/opus/wasm/index.mjs";
import { oggPackets } from "./ogg.ts";
import { mixed, type Part, unreadable } from "./part.ts";

/** Rate of the output, Hz: that of the voice encoder. libopus decodes at any of its rates and mixes to one channel. */
const RATE_HZ = 16_000;
/** Ogg counts samples at 48 kHz whatever the rate. */
const GRANULE_HZ = 48_000;

/** Decodes Ogg Opus (RFC 7845), one packet at a time, at 16 kHz. Throws SpeechError "invalid_input". */
export function* decodeOpus(bytes: Uint8Array): Generator<Part> {
  const packets = oggPackets(bytes);
  const head = packets.next().value;
  if (!head || head.length < 19 || text(head, 8) !== "OpusHead")
    throw unreadable("the Ogg file has no Opus stream");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint8(18) !== 0) throw unreadable("the Opus file has more than two channels");
  const scale = outputGain(view) / 32_768;
  let skip = Math.round((view.getUint16(10, true) * RATE_HZ) / GRANULE_HZ);
  packets.next(); // tags
  const decoder = new Decoder({ channels: 1, sample_rate: RATE_HZ });
  try {
    for (const packet of packets) {
      const samples = decoded(decoder, packet, scale);
      const skipped = Math.min(skip, samples.length);
      skip -= skipped;
      yield { sampleRateHz: RATE_HZ, samples: samples.subarray(skipped) };
    }
  } finally {
    decoder.drop();
  }
}

/** The factor of all samples; the header has it in 1/256 dB (RFC 7845, section 5.1). */
function outputGain(head: DataView): number {
  return 10 ** (head.getInt16(16, true) / 256 / 20);
}

function decoded(decoder: Decoder, packet: Uint8Array, scale: number): Float32Array {
  try {
    const pcm = decoder.decode(packet);
    const copy = new Uint8Array(pcm);
    return mixed([new Int16Array(copy.buffer)], scale);
  } catch {
    throw unreadable("invalid Opus packet");
  }
}

function text(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length));
}
