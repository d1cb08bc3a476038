import { expect, test } from "bun:test";
import { createFairQueue, type Work } from "./fairQueue.ts";

interface Named extends Work {
  readonly name: string;
}

const all = (): boolean => true;

function work(name: string, audioS: number, live = true): Named {
  return { name, key: name.slice(0, 1), audioS, live };
}

function drain(queue: ReturnType<typeof createFairQueue<Named>>): string[] {
  const names: string[] = [];
  for (let next = queue.take(all); next !== null; next = queue.take(all)) names.push(next.name);
  return names;
}

test("a key with a hundred requests does not keep another key's one waiting", () => {
  const queue = createFairQueue<Named>();
  for (let i = 0; i < 100; i++) queue.push(work(`a${i}`, 5));
  expect(queue.take(all)?.name).toBe("a0");
  queue.push(work("b", 5));
  expect(queue.take(all)?.name).toBe("b");
  expect(queue.sizeOf("a")).toBe(99);
});

test("keys share by seconds of audio, not by requests", () => {
  const queue = createFairQueue<Named>();
  for (let i = 0; i < 4; i++) queue.push(work(`a${i}`, 20, false));
  for (let i = 0; i < 16; i++) queue.push(work(`b${i}`, 5, false));
  const order = drain(queue).slice(0, 10);
  expect(order.filter((name) => name.startsWith("a")).length).toBe(2);
});

test("of one key, short live requests go first but never stop the others", () => {
  const queue = createFairQueue<Named>();
  queue.push(work("long", 10, false));
  queue.push(work("later", 10, false));
  const order: string[] = [];
  // Short ones never stop coming.
  for (let i = 0; i < 30; i++) {
    queue.push(work(`l${i}`, 4));
    order.push(queue.take(all)?.name ?? "");
  }
  const [first, second] = [order.indexOf("long"), order.indexOf("later")];
  expect(first).toBeGreaterThanOrEqual(0);
  expect(second - first).toBe(11); // 40 s of the short for 10 s of the long
});

test("a key that stayed away has saved up nothing", () => {
  const queue = createFairQueue<Named>();
  for (let i = 0; i < 50; i++) queue.push(work(`a${i}`, 5));
  for (let i = 0; i < 40; i++) queue.take(all);
  for (let i = 0; i < 10; i++) queue.push(work(`b${i}`, 5));
  expect(
    drain(queue)
      .map((name) => name.slice(0, 1))
      .join(""),
  ).toBe("bababababababababab".concat("a").slice(0, 20));
});

test("what is ahead is counted as it will be served", () => {
  const queue = createFairQueue<Named>();
  for (let i = 0; i < 10; i++) queue.push(work(`a${i}`, 10, false));
  const [mine, next, file] = [work("b0", 4), work("b1", 4), work("bfile", 8, false)];
  for (const one of [mine, next, file]) queue.push(one);
  expect(queue.aheadS(mine)).toBe(0);
  expect(queue.aheadS(next)).toBe(4 + 1 + 5); // b0, its share for the file, and as much of a
  queue.remove(mine);
  expect([queue.size, queue.sizeOf("b")]).toEqual([12, 2]);
});
