import { expect, test } from "bun:test";
import { decodeVorbis } from "./vorbis.ts";

const HZ = 22_050;
/** Offsets of the second page, the tags, and of the third, all the audio. */
const [TAGS_AT, SOUND_AT] = [58, 3645];

/**
 * Two channels, one of which is silent until 0.3 s. Made by
 * ffmpeg -f lavfi -i "aevalsrc='0.5*sin(2*PI*440*t)*gt(t,0.3)|0.25*sin(2*PI*660*t)':d=0.6:s=22050"
 * -c:a libvorbis -q:a 4 -map_metadata -1 -fflags +bitexact -flags:a +bitexact fixtures/stereo.ogg
 */
function stereo(): Promise<Uint8Array> {
  return Bun.file(new URL("../../../../fixtures/stereo.ogg", import.meta.url)).bytes();
}

function original(index: number): number {
  const at = (2 * Math.PI * index) / HZ;
  const left = index > 0.3 * HZ ? 0.5 * Math.sin(440 * at) : 0;
  return (left + 0.25 * Math.sin(660 * at)) / 2;
}

function power(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample ** 2, 0);
}

async function samplesOf(bytes: Uint8Array): Promise<number[]> {
  const parts = await Array.fromAsync(decodeVorbis(bytes));
  expect(new Set(parts.map(({ sampleRateHz }) => sampleRateHz))).toEqual(new Set([HZ]));
  return parts.flatMap((part) => [...part.samples]);
}

test("a file of two coupled channels with short and long blocks is decoded", async () => {
  const samples = await samplesOf(await stereo());
  const wanted = Array.from({ length: 0.6 * HZ }, (_, index) => original(index));
  expect(samples.length).toBe(wanted.length);
  const error = power(wanted.map((sample, index) => samples[index]! - sample));
  expect(10 * Math.log10(power(wanted) / error)).toBeGreaterThan(15);
});

test("an invalid file does not disturb others that are decoded at the same time", async () => {
  const bytes = await stereo();
  const broken = bytes.slice();
  broken.fill(0xff, SOUND_AT - 2000, SOUND_AT);
  const alone = await samplesOf(bytes);
  const [one, wrong, other] = await Promise.allSettled([
    samplesOf(bytes),
    samplesOf(broken),
    samplesOf(bytes),
  ]);
  expect(one).toEqual({ status: "fulfilled", value: alone });
  expect(wrong.status).toBe("rejected");
  expect(other).toEqual({ status: "fulfilled", value: alone });
});

test("a header with too many channels or too large a codebook is refused", async () => {
  const channels = (await stereo()).slice();
  channels[28 + 11] = 200;
  expect(await samplesOf(channels).catch(String)).toContain("more than two channels");
  const greedy = (await stereo()).slice();
  // Of the first book, behind the mark, the count of books and the sync word: its dimensions, then its entries.
  const book = new TextDecoder("latin1").decode(greedy).indexOf("\u0005vorbis") + 11;
  greedy.fill(0xff, book, book + 5);
  expect(await samplesOf(greedy).catch(String)).toContain("invalid Vorbis packet");
});

test("a file of pages without audio is refused", async () => {
  const bytes = await stereo();
  const empty = bytes.slice(TAGS_AT, TAGS_AT + 27);
  empty[26] = 0;
  const silence = new Uint8Array(Buffer.concat(Array.from({ length: 50_000 }, () => empty)));
  const file = new Uint8Array(Buffer.concat([bytes.subarray(0, SOUND_AT), silence]));
  expect(await samplesOf(file).catch(String)).toContain("no audio");
});
