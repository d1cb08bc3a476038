import { expect, test } from "bun:test";
import { CODEC_HZ } from "../codes.ts";
import { lossOf } from "./loss.ts";

/** A tone of 0.2 s. */
function tone(hz: number, gain: number): Float32Array {
  return Float32Array.from(
    { length: CODEC_HZ / 5 },
    (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / CODEC_HZ),
  );
}

test("equal sounds have no loss", () => {
  const sound = [tone(440, 0.5), tone(880, 0.1)];
  expect(lossOf(sound, sound)).toMatchObject({ snrDb: 200, spectralDb: 0 });
});

test("a sound at 0.9 of its level is 20 dB above its error and 0.92 dB away", () => {
  const hiss = Float32Array.from({ length: 9600 }, (_, i) => Math.sin(i * i * 0.37) / 2);
  const { snrDb, spectralDb } = lossOf([hiss], [hiss.map((sample) => sample * 0.9)]);
  expect(snrDb).toBeCloseTo(20, 3);
  expect(spectralDb).toBeCloseTo(0.92, 1);
});

test("the window with the largest distance is named with its own figures", () => {
  const sounds = [tone(440, 0.5), tone(440, 0.5), tone(440, 0.5)];
  const { worst, spectralDb } = lossOf(sounds, [sounds[0]!, tone(440, 0.25), sounds[2]!]);
  expect(worst.window).toBe(1);
  expect(worst.snrDb).toBeCloseTo(6.02, 1);
  expect(worst.spectralDb).toBeCloseTo(3 * spectralDb, 6);
});

test("what lies 60 dB below the loudest band does not count", () => {
  const [loud, soft] = [tone(440, 0.5), tone(6000, 0.0001)];
  const added = loud.map((sample, i) => sample + soft[i]!);
  expect(lossOf([loud], [added]).spectralDb).toBeLessThan(0.01);
});

test("a silent window is compared without a number that is none", () => {
  const silence = new Float32Array(4800);
  const { spectralDb, worst } = lossOf([tone(440, 0.5), silence], [tone(440, 0.5), silence]);
  expect([spectralDb, worst.spectralDb]).toEqual([0, 0]);
});
