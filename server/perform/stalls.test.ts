import { expect, test } from "bun:test";
import { createStallCount } from "./stalls.ts";

/** A count with clocks that the test moves. */
function build() {
  let nowMs = 1000;
  let readerMs = 0;
  const count = createStallCount({ nowMs: () => nowMs, readerMs: () => readerMs });
  return {
    count,
    /** The engine takes `ms` for `audioS` seconds of audio. */
    speak(ms: number, audioS: number) {
      count.onAsked();
      nowMs += ms;
      count.onAudio(audioS);
    },
    /** The server waits for the client to read. */
    read(ms: number) {
      nowMs += ms;
      readerMs += ms;
    },
    pass: (ms: number) => void (nowMs += ms),
  };
}

test("the time to the first audio is no stall, and neither is audio in time", () => {
  const { count, speak } = build();
  speak(5000, 1);
  speak(900, 1);
  speak(1000, 1);
  expect(count.stalls).toBe(0);
});

test("audio that comes more than 50 ms after the end of what the client has is a stall", () => {
  const { count, speak } = build();
  speak(10, 0.5);
  speak(550, 0.5);
  expect(count.stalls).toBe(0);
  speak(551, 0.5);
  expect(count.stalls).toBe(1);
});

test("an engine slower than real time stalls once for each chunk", () => {
  const { count, speak } = build();
  for (let chunk = 0; chunk < 5; chunk += 1) speak(700, 0.5);
  expect(count.stalls).toBe(4);
});

test("audio ahead of the client is played before a late chunk is a stall", () => {
  const { count, speak } = build();
  speak(10, 3);
  speak(10, 3);
  speak(5900, 0.1);
  expect(count.stalls).toBe(0);
  speak(400, 0.1);
  expect(count.stalls).toBe(1);
});

test("a client that paused hears no stall when it goes on, but later ones count again", () => {
  const { count, speak, read } = build();
  speak(10, 1);
  read(60_000);
  speak(300, 1);
  expect(count.stalls).toBe(0);
  speak(1300, 1);
  expect(count.stalls).toBe(1);
});

test("a client that reads at playback rate does not hide a late engine", () => {
  const { count, speak, read } = build();
  speak(10, 1);
  for (let chunk = 0; chunk < 5; chunk += 1) {
    read(900);
    speak(50, 1);
  }
  expect(count.stalls).toBe(0);
  speak(2000, 1);
  expect(count.stalls).toBe(1);
});

test("time of the server itself between two chunks counts", () => {
  const { count, speak, pass } = build();
  speak(10, 0.2);
  pass(400);
  speak(10, 0.2);
  expect(count.stalls).toBe(1);
});

test("the time without text is no stall", () => {
  const { count, speak, pass } = build();
  speak(10, 1);
  count.onPaused();
  pass(20_000);
  speak(100, 1);
  expect(count.stalls).toBe(0);
  speak(1200, 1);
  expect(count.stalls).toBe(1);
});
