import { expect, test } from "bun:test";
import { createFairQueue, type Work } from "./fairQueue.ts";

interface Named extends Work {
  readonly name: string;
}

const any = (): boolean => true;

/** Creates work. Its key is the first letter of its name. */
function work(name: string, audioS: number, live = true): Named {
  return { name, key: name.slice(0, 1), audioS, live };
}

function open() {
  const queue = createFairQueue<Named>();
  const push = (count: number, make: (index: number) => Named): void => {
    for (let i = 0; i < count; i += 1) queue.push(make(i));
  };
  /** Takes the next works and returns their names, in order. */
  const take = (count: number): string[] =>
    Array.from({ length: count }, () => queue.take(any)?.name ?? "");
  return { queue, push, take };
}

function keys(names: readonly string[]): string {
  return names.map((name) => name.slice(0, 1)).join("");
}

test("one key's 100 queued requests do not delay another key's request", () => {
  const { queue, push, take } = open();
  push(100, (i) => work(`a${i}`, 5));
  expect(take(1)).toEqual(["a0"]);
  queue.push(work("b", 5));
  expect(take(1)).toEqual(["b"]);
  queue.push(work("a-file", 5, false));
  expect([queue.size, queue.sizeOf("a"), queue.sizeOf("b")]).toEqual([100, 100, 0]);
});

test("keys get equal seconds of audio, not equal numbers of requests", () => {
  const { push, take } = open();
  push(4, (i) => work(`a${i}`, 20, false));
  push(16, (i) => work(`b${i}`, 5, false));
  expect(keys(take(10))).toBe("abbbbabbbb");
});

test("within one key, 40 s of short live requests are served per 10 s of other requests", () => {
  const { queue, take } = open();
  queue.push(work("long", 10, false));
  queue.push(work("later", 10, false));
  const order: string[] = [];
  // A short live request arrives before each take.
  for (let i = 0; i < 30; i += 1) {
    queue.push(work(`l${i}`, 4));
    order.push(...take(1));
  }
  const [first, second] = [order.indexOf("long"), order.indexOf("later")];
  expect(first).toBeGreaterThanOrEqual(0);
  expect(second - first).toBe(11);
});

test("a live request of up to 6 s is served as a short request", () => {
  const { queue, take } = open();
  for (const one of [work("a-file", 9, false), work("a-long", 6.1), work("a-short", 6)])
    queue.push(one);
  expect(take(3)).toEqual(["a-short", "a-file", "a-long"]);
});

test("a key that arrives late is not served more to catch up", () => {
  const { push, take } = open();
  push(50, (i) => work(`a${i}`, 5));
  take(40);
  push(10, (i) => work(`b${i}`, 5));
  expect(keys(take(20))).toBe("babababababababababa");
});

test("a key that was idle is not served more to catch up", () => {
  const { push, take } = open();
  push(1, () => work("b", 5));
  push(50, (i) => work(`a${i}`, 5));
  take(41);
  push(8, (i) => work(`b${i}`, 5));
  expect(keys(take(18))).toBe("bbababababababaaaa");
});

test("a key that queues one request at a time is served no more than another key", () => {
  const { push, take } = open();
  push(1, () => work("b", 5));
  push(50, (i) => work(`a${i}`, 5));
  take(41);
  const order: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    push(1, () => work(`b${i}`, 5));
    order.push(...take(1));
  }
  expect(keys(order)).toBe("bbabab");
});

test("a lane that was idle is not served more to catch up", () => {
  const { push, take } = open();
  push(1, () => work("a-file", 5, false));
  push(40, (i) => work(`a-short${i}`, 5));
  take(31);
  push(3, (i) => work(`a-late${i}`, 5, false));
  // 20 s of short requests are served for 5 s of files, as if the files had never been idle.
  const files = take(13).flatMap((name, index) => (name.startsWith("a-late") ? [index] : []));
  expect(files).toEqual([0, 5, 10]);
});

test("a lane that queues one request at a time collects no credit", () => {
  const { push, take } = open();
  push(1, () => work("a-file", 5, false));
  push(40, (i) => work(`a-short${i}`, 5));
  take(31);
  const order: string[] = [];
  for (let i = 0; i < 11; i += 1) {
    push(1, () => work(`a-late${i}`, 5, false));
    order.push(...take(1));
  }
  const files = order.flatMap((name, index) => (name.startsWith("a-late") ? [index] : []));
  expect(files).toEqual([0, 5, 10]);
});

test("reset clears the served seconds of all keys", () => {
  const { queue, push, take } = open();
  push(1, () => work("a", 100));
  take(1);
  queue.reset();
  push(2, (i) => work(`a${i}`, 5));
  push(2, (i) => work(`b${i}`, 5));
  expect(keys(take(4))).toBe("abab");
});

test("work that may not start yet is skipped", () => {
  const { queue, push } = open();
  push(1, () => work("a-short", 3));
  push(1, () => work("a-file", 3, false));
  push(1, () => work("b", 3));
  expect(queue.take(({ live }) => !live)?.name).toBe("a-file");
  expect(queue.take(({ key }) => key === "b")?.name).toBe("b");
  expect(queue.take(() => false)).toBeNull();
  expect(queue.size).toBe(1);
});

test("no other work overtakes work that does not fit", () => {
  const { queue, push } = open();
  push(1, () => work("a", 9));
  push(1, () => work("b", 3));
  expect(queue.take(any, ({ audioS }) => audioS < 5)).toBeNull();
  expect(queue.size).toBe(2);
});

test("removed work is not served", () => {
  const { queue, push, take } = open();
  const removed = work("a-removed", 3);
  queue.push(removed);
  push(1, () => work("a", 3));
  expect(queue.remove(removed)).toBeTrue();
  expect(queue.remove(removed)).toBeFalse();
  expect(queue.size).toBe(1);
  expect(take(2)).toEqual(["a", ""]);
});

test("aheadS() - adds up the audio of the same lane and a proportion of the audio of the other lane and keys", () => {
  const { queue, push } = open();
  push(10, (i) => work(`a${i}`, 10, false));
  const [mine, next, file] = [work("b0", 4), work("b1", 4), work("bfile", 8, false)];
  for (const one of [mine, next, file]) queue.push(one);
  expect(queue.aheadS(mine)).toBe(0);
  expect(queue.aheadS(next)).toBe(4 + 1 + 5); // 4 s of b0, 1 s (a quarter of 4 s) of the file, 5 s of key a
  expect(queue.aheadS(work("bnew", 4))).toBe(8 + 2 + 10);
  expect(queue.aheadS(work("bnew", 8, false))).toBe(8 + 8 + 16);
  expect(queue.aheadS(work("c", 4))).toBe(0);
  queue.push(work("ashort", 3));
  const long = work("c", 60, false);
  queue.push(work("c", 200, false));
  expect(queue.aheadS(long)).toBe(200 + 103 + 16); // 200 s of key c, all 103 s of key a and all 16 s of key b
});
