import { expect, test } from "bun:test";
import { createBodyReader } from "../formats/body.ts";
import { tone } from "../server.fake.ts";
import { createListener } from "./listener.ts";

/** Returns the chunk of raw 16-bit samples. */
function chunkOf(bytes: Uint8Array, type = ";rate=24000") {
  const [chunk] = createBodyReader("pcm", type).push(bytes);
  if (chunk === undefined) throw new Error("no chunk");
  return chunk;
}

/** Returns samples that are all `level` of full scale. */
const constant = (ms: number, level: number, rateHz = 24_000): Buffer =>
  Buffer.from(
    new Int16Array(Math.round((ms * rateHz) / 1000)).fill(Math.round(level * 2 ** 15)).buffer,
  );

test("a sound is heard when its place in the audio is played, not when it arrives", () => {
  const listener = createListener();
  listener.push(chunkOf(Buffer.concat([constant(155, 0), tone(200)])), 1000);
  expect(listener.heardMs).toBeCloseTo(1155, 0);
  expect(listener.playedMs).toBeCloseTo(1355, 3);
});

test.each([8000, 16_000, 22_050, 44_100])(
  "the place of the sound is counted at %p Hz",
  (rateHz) => {
    const listener = createListener();
    const bytes = Buffer.concat([constant(83, 0, rateHz), tone(100, rateHz)]);
    listener.push(chunkOf(bytes, `;rate=${rateHz}`), 500);
    expect(Math.abs((listener.heardMs ?? 0) - 583)).toBeLessThan(1.1);
  },
);

test("audio that comes late is heard when it arrives, and after it the listener is later", () => {
  const listener = createListener();
  listener.push(chunkOf(constant(50, 0)), 100);
  listener.push(chunkOf(constant(50, 0)), 400); // 250 ms late
  listener.push(chunkOf(tone(100)), 401);
  expect(listener.heardMs).toBeCloseTo(450, 0);
  expect(listener.playedMs).toBeCloseTo(550, 3);
});

test("neither silence nor a constant offset nor noise below an RMS of 0.01 is heard", () => {
  const listener = createListener();
  const loud = tone(300);
  const quiet = new Int16Array(loud.buffer, loud.byteOffset, loud.length / 2).map(
    (sample) => sample / 25,
  );
  listener.push(chunkOf(constant(100, 0.2)), 0);
  listener.push(chunkOf(Buffer.from(quiet.buffer)), 0);
  expect(listener.heardMs).toBeNull();
  expect(listener.playedMs).toBeCloseTo(400, 3);
});

test("a sound on top of a constant offset is heard, also in windows across chunks", () => {
  const listener = createListener();
  const offset = constant(40, 0.1);
  const loud = new Int16Array(tone(40).buffer).map((sample) => sample + 3277);
  listener.push(chunkOf(offset.subarray(0, 2 * 700)), 0);
  listener.push(chunkOf(Buffer.concat([offset.subarray(2 * 700), Buffer.from(loud.buffer)])), 5);
  expect(Math.abs((listener.heardMs ?? 0) - 40)).toBeLessThan(1.1);
});

test("µ-law is listened to, and compressed audio is not", () => {
  const listener = createListener();
  const [ulaw] = createBodyReader("ulaw", "").push(
    Buffer.concat([Buffer.alloc(800, 0xff), Buffer.alloc(800, 0x20), Buffer.alloc(80, 0xa0)]),
  );
  listener.push(ulaw!, 0);
  expect(listener.heardMs).toBeNull(); // a step is no tone
  listener.push({ audioMs: 100, codec: "mp3", spans: [], coded: [] }, 10);
  expect(listener.playedMs).toBeCloseTo(310, 3);
});
