import { expect, jest, test } from "bun:test";
import { END, FLUSH, WORDS } from "../../src/text/speakable.ts";
import { withFakeTime } from "../time.fake.ts";
import { createInbox } from "./inbox.ts";

const CLAUSE = { part: { clauseChars: 20 } };

test("text and flushes are taken in order, then the end", () => {
  const inbox = createInbox({ maxDelayMs: 1000 });
  inbox.add("a");
  inbox.flush(1);
  inbox.add("b");
  const taken = [1, 2, 3, 4].map(() => inbox.take({ waiting: 0, utterances: 0 }));
  expect(taken).toEqual([{ part: "a" }, { part: FLUSH, flush: 1 }, { part: "b" }, null]);
  expect(inbox.isEmpty).toBeTrue();
  inbox.end();
  inbox.add("c");
  expect(inbox.take({ waiting: 0, utterances: 0 })).toEqual({ part: END });
});

test("an end at the last flush drops the text after it", () => {
  const inbox = createInbox({ maxDelayMs: 1000 });
  inbox.add("a");
  inbox.flush(1);
  inbox.add("b");
  inbox.endAtFlush();
  const taken = [1, 2, 3].map(() => inbox.take({ waiting: 0, utterances: 0 })?.part);
  expect(taken).toEqual(["a", FLUSH, END]);
});

test("the early rules are tried once on the same text: the first clause, then words by the schedule", () => {
  const inbox = createInbox({ maxDelayMs: 1000 });
  const take = (waiting: number, utterances: number) => inbox.take({ waiting, utterances });
  expect([take(19, 0), take(20, 0), take(20, 0)]).toEqual([null, CLAUSE, null]);
  expect([take(120, 0), take(120, 0), take(120, 0)]).toEqual([CLAUSE, { part: WORDS }, null]);
  expect([take(159, 1), take(160, 1), take(160, 1)]).toEqual([null, { part: WORDS }, null]);
  expect([take(289, 9), take(290, 9)]).toEqual([null, { part: WORDS }]);
  const short = createInbox({ schedule: [5], maxDelayMs: 1000 });
  expect(short.take({ waiting: 49, utterances: 1 })).toBeNull();
  expect(short.take({ waiting: 50, utterances: 1 })).toEqual({ part: WORDS });
});

test("without new text for the delay everything is spoken, once, and only if there was text", () =>
  withFakeTime(async () => {
    const inbox = createInbox({ maxDelayMs: 1000 });
    const take = () => inbox.take({ waiting: 5, utterances: 0 });
    let arrivals = 0;
    void inbox.arrived().then(() => (arrivals += 1));
    inbox.add("a");
    take();
    jest.advanceTimersByTime(999);
    inbox.add("b");
    take();
    jest.advanceTimersByTime(999);
    expect(take()).toBeNull();
    jest.advanceTimersByTime(1);
    await Promise.resolve();
    expect(arrivals).toBe(1);
    expect([take(), take()]).toEqual([{ part: FLUSH }, null]);
    jest.advanceTimersByTime(5000);
    expect(take()).toBeNull();
  }));
