import { expect, jest, test } from "bun:test";
import type { Sound } from "../../src/sound.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { withFakeTime } from "../time.fake.ts";
import { admit } from "./admit.ts";
import { build } from "./perform.fake.ts";

const WORK = { key: "7", live: true, audioS: 1 };

function open() {
  const built = build();
  const candidate = { engine: createFakeEngine(), voice: "anna", chars: 5, work: WORK };
  const { record, services, client } = built;
  return {
    ...built,
    admitted: admit({ ...candidate, record }, services, client.signal),
  };
}

async function* tenths(count: number): AsyncGenerator<Sound> {
  for (let at = 0; at < count; at += 1) yield { pcm: new Float32Array(2400) };
}

test("admitted speech measures one sound after another, and holds one slot", async () => {
  const { admitted, seen, record } = open();
  const { measured, leave } = await admitted;
  await Array.fromAsync(measured(tenths(2)));
  await Array.fromAsync(measured(tenths(3)));
  expect(record.speech?.audioS).toBeCloseTo(0.5);
  expect(seen).toMatchObject({ entered: 1, released: 0 });
  leave();
  leave();
  expect(seen).toMatchObject({ released: 1, unwatched: 1 });
});

test("no timeout runs while the client's text is awaited, and the wait is in the stage text", () =>
  withFakeTime(async () => {
    const { admitted, seen } = open();
    const { measured, awaitText, stages, signal } = await admitted;
    const text = Promise.withResolvers<string>();
    const sounds = measured(
      (async function* () {
        await awaitText(text.promise);
        yield* tenths(1);
      })(),
    );
    const next = sounds.next();
    await Promise.resolve();
    expect([stages.current, seen.paused]).toEqual(["text", 1]);
    jest.advanceTimersByTime(100_000);
    expect(signal.aborted).toBeFalse();
    text.resolve("Hello.");
    expect((await next).value?.pcm).toHaveLength(2400);
    expect(stages.current).toBe("encoder");
  }));

test("a text that is awaited while the client reads leaves the stage until the client has read", async () => {
  const { admitted, seen } = open();
  const { measured, awaitText, stages } = await admitted;
  const sounds = measured(tenths(2));
  await sounds.next();
  void awaitText(new Promise(() => {}));
  expect(stages.current).toBe("encoder");
  await sounds.next();
  expect(seen.waiting).toBe(0);
  expect(stages.current).toBe("encoder");
});
