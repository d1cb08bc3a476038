import { expect, test } from "bun:test";
import { oggPackets } from "./ogg.ts";
import { decodeVorbis } from "./vorbis.ts";
import { createInverseMdct } from "./vorbis/mdct.ts";
import { readIdentity, readSetup } from "./vorbis/setup.ts";

const HZ = 22_050;

/**
 * Two channels, one of which begins at once after 0.3 s. Made by
 * ffmpeg -f lavfi -i "aevalsrc='0.5*sin(2*PI*440*t)*gt(t,0.3)|0.25*sin(2*PI*660*t)':d=0.6:s=22050"
 * -c:a libvorbis -q:a 4 -map_metadata -1 -fflags +bitexact -flags:a +bitexact fixtures/stereo.ogg
 */
function stereo(): Promise<Uint8Array> {
  return Bun.file(new URL("../../../fixtures/stereo.ogg", import.meta.url)).bytes();
}

function original(index: number): number {
  const at = (2 * Math.PI * index) / HZ;
  const left = index > 0.3 * HZ ? 0.5 * Math.sin(440 * at) : 0;
  return (left + 0.25 * Math.sin(660 * at)) / 2;
}

function power(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample ** 2, 0);
}

test("a file of two coupled channels with short and long blocks becomes the sound that it was made of", async () => {
  const parts = [...decodeVorbis(await stereo())];
  expect(new Set(parts.map(({ sampleRateHz }) => sampleRateHz))).toEqual(new Set([HZ]));
  expect(new Set(parts.map(({ samples }) => samples.length)).size).toBeGreaterThan(1);
  const samples = parts.flatMap((part) => [...part.samples]);
  const wanted = Array.from({ length: 0.6 * HZ }, (_, index) => original(index));
  // The last block may go on behind the end.
  expect(samples.length - wanted.length).toBeWithin(0, 2048);
  const error = power(wanted.map((sample, index) => samples[index]! - sample));
  expect(10 * Math.log10(power(wanted) / error)).toBeGreaterThan(15);
});

test("the fast inverse MDCT is the sum of cosines that the specification means", () => {
  const size = 64;
  const spectrum = Float32Array.from({ length: size / 2 }, (_, k) => Math.sin(k * k));
  const block = createInverseMdct(size)(spectrum);
  const slow = Array.from({ length: size }, (_, n) =>
    spectrum.reduce(
      (sum, value, k) =>
        sum + value * Math.cos(((2 * Math.PI) / size) * (n + 0.5 + size / 4) * (k + 0.5)),
      0,
    ),
  );
  for (const [n, value] of slow.entries()) expect(block[n]!).toBeCloseTo(value, 4);
});

test("a header that asks for more memory than any encoder needs is refused before it gets it", async () => {
  const [first, , third] = oggPackets(await stereo());
  const identity = readIdentity(first!);
  expect(readSetup(third!, identity).length).toBeGreaterThan(1);
  const greedy = third!.slice();
  // Of the first book, behind the mark, the count of books and the sync word: its dimensions, then its entries.
  greedy.fill(0xff, 11, 16);
  expect(() => readSetup(greedy, identity)).toThrow("codebooks are broken");
  const channels = first!.slice();
  channels[11] = 200;
  expect(() => readIdentity(channels)).toThrow("more than two channels");
});
