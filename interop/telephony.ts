import { openEncoder } from "../src/audio/encode/encode.ts";
import type { OutputForm } from "../src/audio/encode/form.ts";
import { OUTPUT_HZ } from "../src/audio/pcm.ts";
import { piecesOf } from "../src/audio/pieces.ts";
import { ELEVEN_LABS_NAMES, elevenLabsForm } from "../src/audio/forms/elevenLabs.ts";
import { type Case, must } from "./cases.ts";
import { completeBody } from "./client.ts";
import { decodedG711, probe } from "./ffmpeg.ts";
import type { TestServer } from "./testServer.ts";

const TEXT = "Your balance is forty two ringgit. Please hold the line.";
const RATES_HZ = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/** Least ratio of speech to the error of G.711, dB; the standard's own steps give about 37. */
const MIN_SNR_DB = 30;
/** Samples of one push: 100 ms. */
const PUSH_SAMPLES = 2400;

/** ffprobe's names of codecs and containers. */
const CODECS = {
  mp3: { codec: "mp3", container: "mp3" },
  opus: { codec: "opus", container: "ogg" },
  wav: { codec: "pcm_s16le", container: "wav" },
} as const;

/** Cases that check sample rates, G.711 and the named forms of sockets with ffprobe and ffmpeg. */
export const TELEPHONY: readonly Case<TestServer>[] = [
  {
    id: "formats-rates",
    claim: "pcm and wav have the rate that was asked for, and the length of the audio",
    run: ({ url }) => checkRates(url),
  },
  ...(["mulaw", "alaw"] as const).map((law) => ({
    id: `formats-${law}`,
    claim: `ffmpeg decodes ${law} to the 8 kHz PCM of the same text`,
    run: ({ url }: TestServer) => checkG711(url, law),
  })),
  {
    id: "formats-names",
    claim: "ffprobe reads codec, rate and bit rate from the frames of every named form",
    run: ({ url }) => checkNames(url),
  },
];

async function checkRates(url: string): Promise<string> {
  const samples = (await speech(url, { response_format: "pcm" })).length / 2;
  for (const sample_rate of RATES_HZ) {
    const expected = Math.round((samples * sample_rate) / OUTPUT_HZ);
    const pcm = await speech(url, { response_format: "pcm", sample_rate });
    must(
      pcm.length === 2 * expected,
      `${sample_rate} Hz: ${pcm.length / 2} samples, not ${expected}`,
    );
    const wav = await speech(url, { response_format: "wav", sample_rate, stream: false });
    const { sampleRateHz, codec } = await probe(wav);
    must(sampleRateHz === sample_rate && codec === "pcm_s16le", `${codec} at ${sampleRateHz} Hz`);
    must(wav.length === 44 + pcm.length, `${sample_rate} Hz: the WAV file has ${wav.length} bytes`);
  }
  return `${RATES_HZ.join(", ")} Hz`;
}

async function checkG711(url: string, law: "mulaw" | "alaw"): Promise<string> {
  const pcm = await speech(url, { response_format: "pcm", sample_rate: 8000 });
  const samples = new Int16Array(new Uint8Array(pcm).buffer);
  const response_format = law === "mulaw" ? "ulaw" : "alaw";
  const bytes = await speech(url, { response_format });
  const decoded = await decodedG711(bytes, { law, sampleRateHz: 8000 });
  must(decoded.length === samples.length, `${decoded.length} samples, not ${samples.length}`);
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  const error = samples.reduce((sum, sample, at) => sum + (sample - decoded[at]!) ** 2, 0);
  const snrDb = 10 * Math.log10(power / error);
  must(snrDb >= MIN_SNR_DB, `the error is ${snrDb.toFixed(1)} dB below the speech`);
  return `${decoded.length} samples, error ${snrDb.toFixed(1)} dB below the speech`;
}

async function checkNames(url: string): Promise<string> {
  const pcm = await speech(url, { response_format: "pcm" });
  const sound = Float32Array.from(new Int16Array(new Uint8Array(pcm).buffer), (s) => s / 32_768);
  const headed: string[] = [];
  for (const name of ELEVEN_LABS_NAMES) {
    const form = elevenLabsForm(name);
    const { format, rateHz, bitrateKbps = 0 } = form;
    if (format !== "mp3" && format !== "opus" && format !== "wav") continue;
    const probed = await probe(await framesOf(sound, form));
    const { codec, container } = CODECS[format];
    must(
      probed.codec === codec && probed.container === container && probed.sampleRateHz === rateHz,
      `${name}: ${probed.codec} in ${probed.container} at ${probed.sampleRateHz} Hz`,
    );
    if (format === "mp3") {
      const kbps = meanKbps(probed.packets);
      must(Math.abs(kbps - bitrateKbps) < 0.5, `${name}: ${kbps.toFixed(1)} kb/s`);
    }
    headed.push(name);
  }
  return headed.join(" ");
}

function meanKbps(
  packets: readonly { readonly bytes: number; readonly seconds: number }[],
): number {
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes, 0);
  const seconds = packets.reduce((sum, packet) => sum + packet.seconds, 0);
  return (bytes * 8) / seconds / 1000;
}

/** Returns the joined frames of one encoder that is fed piece by piece, as on a socket. */
async function framesOf(sound: Float32Array, form: OutputForm): Promise<Buffer> {
  const encoder = await openEncoder(form);
  try {
    const frames = Array.from(piecesOf(sound, PUSH_SAMPLES), (piece) => encoder.push(piece));
    return Buffer.concat([...frames, encoder.end()]);
  } finally {
    encoder.close();
  }
}

function speech(url: string, fields: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  return completeBody(url, { input: TEXT, ...fields });
}
