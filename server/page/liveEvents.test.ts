import { expect, test } from "bun:test";
import { build } from "../app.fake.ts";

test("the events begin with the history, follow with samples, and end when the server drains", async () => {
  const { app, deps, drain } = build();
  deps.live.sample(1);
  const response = await app.request("/live/events");
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toMatch(/^event: history\ndata: \{"minute":\[\{"atS":1,/);
  const sample = reader.read();
  await Bun.sleep(0);
  deps.live.sample(2);
  expect((await sample).value).toMatch(/^event: sample\ndata: \{"atS":2,.*\n\n$/);
  const last = reader.read();
  await Bun.sleep(0);
  drain.begin();
  expect((await last).done).toBe(true);
});

test("HEAD is answered at once", async () => {
  const { app } = build();
  const response = await app.request("/live/events", { method: "HEAD" });
  expect(response.status).toBe(200);
});
