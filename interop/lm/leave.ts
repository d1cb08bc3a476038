import { must } from "../cases.ts";
import { requestSpeech } from "../client.ts";
import { LONG_TEXT, type Stage, withServer } from "./stage.ts";

const ABORTS = 10;
const SLOT_LIMIT_MS = 200;
const WAIT_LIMIT_MS = 15_000;

/**
 * Aborts requests one after another, alternately after the first audio and as soon as the LM runs the request. Measures
 * how long the LM keeps each one running after the abort. `running`: the number of generations that the LM runs. Throws
 * an Error if one runs for longer than 200 ms.
 */
export function freesSlot(stage: Stage, running: () => Promise<number>): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const times: number[] = [];
    for (let index = 0; index < ABORTS; index += 1) {
      await until(running, (count) => count === 0);
      const { answer, abort } = requestSpeech(url, { input: LONG_TEXT });
      answer.then(({ end }) => end).catch(() => {}); // the request is aborted below
      if (index % 2 === 0) await (await answer).first;
      await until(running, (count) => count > 0);
      const abortedMs = performance.now();
      abort();
      await until(running, (count) => count === 0);
      times.push(performance.now() - abortedMs);
    }
    const worst = Math.max(...times);
    const figures = `worst of ${ABORTS}: ${worst.toFixed(0)} ms (${times.map((ms) => ms.toFixed(0)).join(" ")})`;
    must(worst <= SLOT_LIMIT_MS, figures);
    return figures;
  });
}

/** Reads `count` until `holds` is true for it. Throws an Error after 15 s. */
export async function until(
  count: () => Promise<number>,
  holds: (count: number) => boolean,
): Promise<void> {
  const deadlineMs = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    const value = await count();
    if (holds(value)) return;
    if (performance.now() > deadlineMs)
      throw new Error(`the LM's count is ${value} after ${WAIT_LIMIT_MS / 1000} s`);
    await Bun.sleep(1);
  }
}
