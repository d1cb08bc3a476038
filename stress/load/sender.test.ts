import { expect, test } from "bun:test";
import { answerWith, fakeServer, wavTone } from "../server.fake.ts";
import { parseInvocation } from "../options/options.ts";
import type { RequestRecord } from "../records/record.ts";
import { epochMs } from "./time.ts";
import { preparePart } from "./sender.ts";
import { openSender } from "./openSender.ts";

test("a part starts at the shared instant and keeps the seq of its requests", async () => {
  const arrivedMs: number[] = [];
  const server = await fakeServer((socket) => {
    arrivedMs.push(epochMs());
    answerWith(socket, wavTone(20));
  });
  const invocation = parseInvocation(["--host", server.url]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  const sender = openSender(invocation.options);
  try {
    const plan = {
      label: "100.0",
      targetQps: 100,
      concurrency: null,
      load: { kind: "open", offsetsMs: [0, 10, 20, 30, 40], maxInFlight: null },
      draws: { texts: ["x"], voices: ["v"], seed: 1 },
    } as const;
    const run = preparePart(plan, sender, { index: 1, count: 2 });
    const records: RequestRecord[] = [];
    const hooks = { sent() {}, ended: (record: RequestRecord) => void records.push(record) };
    const startMs = epochMs() + 150;
    const ran = await run(startMs, hooks, new AbortController().signal);
    expect(records.map(({ seq, dueMs }) => [seq, dueMs])).toEqual([
      [1, 10],
      [3, 30],
    ]);
    expect(arrivedMs[0]).toBeGreaterThanOrEqual(startMs + 10);
    expect(ran.startMs).toBeCloseTo(startMs, 3);
  } finally {
    sender.context.transport.close();
    server.close();
  }
});
