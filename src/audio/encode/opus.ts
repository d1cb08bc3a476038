import { Encoder as OpusEncoder } from "@evan/opus/wasm/index.mjs";
import { SpeechError } from "../../errors.ts";
import { toS16 } from "../pcm.ts";
import { createBlocks } from "./blocks.ts";
import { inPieces } from "../pieces.ts";
import { encodeWith, type Encoder } from "./encoder.ts";
import type { OutputForm } from "./form.ts";
import { createOggPager } from "./ogg.ts";

/** Rates that Opus supports; Ogg counts samples at 48 kHz whatever the rate. */
const INPUT_RATES_HZ = [8000, 12_000, 16_000, 24_000, 48_000] as const;
const GRANULE_HZ = 48_000;
const FRAME_S = 0.02;
/** Default: speech of 12 kHz bandwidth is transparent well below this (RFC 7587, section 3.1.1: 28–40 kb/s for fullband speech). */
const BITRATE_KBPS = 48;
/** Of 0–10: above 5 speech gains little and takes twice the time. */
const COMPLEXITY = 5;
/** Packets per page: 100 ms in a stream, 1 s in a file, the maximum that RFC 7845, section 6, recommends. */
const LIVE_PAGE_PACKETS = 5;
const FILE_PAGE_PACKETS = 50;

// libopus's numbers of the settings, opus_defines.h.
const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;
const GET_LOOKAHEAD = 4027;

/** Opens an encoder of Ogg Opus in frames of 20 ms: headers with the first audio, the first frame as soon as it is full. */
export function openOpus(form: OutputForm, pagePackets = LIVE_PAGE_PACKETS): Encoder {
  const { rateHz, bitrateKbps = BITRATE_KBPS } = form;
  const rate = INPUT_RATES_HZ.find((each) => each === rateHz);
  if (rate === undefined) {
    throw new SpeechError(
      "internal",
      `Opus does not support ${rateHz} Hz; supported: ${INPUT_RATES_HZ.join(", ")}`,
    );
  }
  const opus = new OpusEncoder({ channels: 1, sample_rate: rate, application: "audio" });
  opus.ctl(SET_BITRATE, bitrateKbps * 1000);
  opus.ctl(SET_COMPLEXITY, COMPLEXITY);
  const frameSamples = rate * FRAME_S;
  const scale = GRANULE_HZ / rate;
  const lookahead = opus.ctl(GET_LOOKAHEAD);
  const preSkip = lookahead * scale;
  const blocks = createBlocks(frameSamples);
  const page = createOggPager();
  let packets: Uint8Array[] = [];
  let coded = 0; // packets made so far
  let received = 0; // samples

  const headers = (): Uint8Array[] => [
    page({ packets: [opusHead(rate, preSkip)], granule: 0 }),
    page({ packets: [opusTags()], granule: 0 }),
  ];

  function code(block: Float32Array): void {
    packets.push(opus.encode(toS16(block)));
    coded += 1;
  }

  function flush(options: { granule: number; ends: boolean }): Uint8Array {
    const bytes = page({ packets, ...options });
    packets = [];
    return bytes;
  }

  return {
    push(samples) {
      const out = received === 0 ? headers() : [];
      received += samples.length;
      for (const block of blocks.push(samples)) {
        code(block);
        // The first packet has a page of its own, so that a client can play after 20 ms of audio.
        if (coded > 1 && packets.length < pagePackets) continue;
        out.push(flush({ granule: coded * frameSamples * scale, ends: false }));
      }
      return Buffer.concat(out);
    },
    end() {
      const out = received === 0 ? headers() : [];
      // Silence flushes the encoder's lookahead, so the last page is never empty.
      const frames = Math.ceil((received + lookahead) / frameSamples);
      const last = new Float32Array(frameSamples);
      last.set(blocks.rest());
      if (coded < frames) code(last);
      while (coded < frames) code(new Float32Array(frameSamples));
      // The granule precedes the last coded sample: a decoder cuts the rest (RFC 7845, section 4.4).
      out.push(flush({ granule: preSkip + received * scale, ends: true }));
      return Buffer.concat(out);
    },
    close: () => opus.drop(),
  };
}

/** RFC 7845, section 5.1: version 1, one channel, no gain, mapping family 0. */
function opusHead(sampleRateHz: number, preSkip: number): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode("OpusHead"));
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, sampleRateHz, true);
  return head;
}

/** RFC 7845, section 5.2: the vendor, without comments. */
function opusTags(): Uint8Array {
  const vendor = new TextEncoder().encode("libopus");
  const tags = new Uint8Array(8 + 4 + vendor.length + 4);
  tags.set(new TextEncoder().encode("OpusTags"));
  new DataView(tags.buffer).setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  return tags;
}

/** Encodes an Ogg Opus file: the frames of a stream in pages of one second, 5 % smaller. */
export async function wholeOpus(
  chunks: AsyncIterable<Float32Array>,
  form: OutputForm,
): Promise<Uint8Array> {
  const parts = encodeWith(inPieces(chunks), () => openOpus(form, FILE_PAGE_PACKETS));
  return Buffer.concat(await Array.fromAsync(parts));
}
