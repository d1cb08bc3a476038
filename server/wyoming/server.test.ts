import { expect, test } from "bun:test";
import { connect } from "node:net";
import { build, until } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { encodeEvent, type WyomingEvent } from "./event.ts";
import { MAX_PART_BYTES, readEvents } from "./eventReader.ts";
import { openWyoming } from "./server.ts";

const event = (type: string, data: WyomingEvent["data"] = {}): WyomingEvent => ({ type, data });
const HELLO = event("synthesize", { text: "Hello there, my friend." });

/** Starts a server with a fake engine, and a client. */
async function start(...[engine, env]: Parameters<typeof build>) {
  const built = build(engine, env);
  const wyoming = await openWyoming({ host: "127.0.0.1", port: 0 }, built.deps);
  const socket = connect({ host: "127.0.0.1", port: wyoming.port });
  const events = readEvents(socket);
  return {
    ...built,
    wyoming,
    socket,
    send: (...all: readonly WyomingEvent[]) =>
      all.forEach((each) => socket.write(encodeEvent(each))),
    /** Returns the types of the events up to one of type `last`. */
    async readTo(last: string): Promise<string[]> {
      const types: string[] = [];
      while (types.at(-1) !== last) {
        const { done, value } = await events.next();
        if (done || value.is !== "event") throw new Error(`closed after ${types.join()}`);
        types.push(value.event.type);
      }
      return types;
    },
    isClosed: async () => (await events.next()).done === true,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await wyoming.close();
    },
  };
}

test("a connection is asked what there is, then speaks requests one after the other", async () => {
  await using client = await start();
  client.send(event("describe"), HELLO, HELLO);
  const chunks = ["audio-chunk", "audio-chunk", "audio-chunk"];
  const answer = ["audio-start", ...chunks, "audio-stop"];
  expect(await client.readTo("info")).toEqual(["info"]);
  expect(await client.readTo("audio-stop")).toEqual(answer);
  expect(await client.readTo("audio-stop")).toEqual(answer);
  expect(client.engine.said).toEqual(["Hello there, my friend.", "Hello there, my friend."]);
});

test("a stream is spoken before its text is complete", async () => {
  await using client = await start();
  client.send(event("synthesize-start"));
  client.send(event("synthesize-chunk", { text: "Hello there, my friend. " }));
  expect(await client.readTo("audio-chunk")).toEqual(["audio-start", "audio-chunk"]);
  client.send(event("synthesize-chunk", { text: "Bye." }), event("synthesize-stop"));
  expect(await client.readTo("synthesize-stopped")).toContain("audio-stop");
  expect(client.engine.said).toEqual(["Hello there, my friend.", "Bye."]);
});

test("a client that leaves gives its slot back", async () => {
  const engine = createFakeEngine({ before: (_chunk, signal) => aborted(signal) });
  await using client = await start(engine);
  client.send(HELLO);
  await until(() => client.admission.inFlight === 1);
  client.socket.destroy();
  await until(() => client.admission.inFlight === 0 && client.wyoming.connections === 0);
  expect(client.lines.join("\n")).toContain("outcome=left");
});

/** Resolves when `signal` aborts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

test("garbage is told and the connection lives on; an endless part closes it", async () => {
  await using client = await start();
  client.socket.write("GET / HTTP/1.1\r\n");
  expect(await client.readTo("error")).toEqual(["error"]);
  client.send(event("describe"));
  expect(await client.readTo("info")).toEqual(["info"]);
  client.socket.write(`{"type":"synthesize","data_length":${MAX_PART_BYTES + 1}}\n`);
  expect(await client.readTo("error")).toEqual(["error"]);
  expect(await client.isClosed()).toBe(true);
});

test("a server at capacity tells an error and still ends the answer", async () => {
  const engine = createFakeEngine({ before: (_chunk, signal) => aborted(signal) });
  await using busy = await start(engine, { MAX_IN_FLIGHT: "1", MAX_QUEUE: "0" });
  busy.send(HELLO);
  await until(() => busy.admission.inFlight === 1);
  const second = connect({ host: "127.0.0.1", port: busy.wyoming.port });
  second.write(encodeEvent(HELLO));
  const events = readEvents(second);
  const [error, stop] = [await events.next(), await events.next()];
  expect(error.value).toMatchObject({ event: { type: "error", data: { code: "rate_limited" } } });
  expect(stop.value).toMatchObject({ event: { type: "audio-stop" } });
  second.destroy();
});

test("while the server drains, answers complete and connections close", async () => {
  const gate = Promise.withResolvers<void>();
  const engine = createFakeEngine({ before: (chunk) => (chunk === 0 ? undefined : gate.promise) });
  await using client = await start(engine);
  client.send(HELLO);
  await client.readTo("audio-chunk");
  client.drain.begin();
  const late = connect({ host: "127.0.0.1", port: client.wyoming.port });
  late.on("error", () => {});
  await new Promise((resolve) => late.once("close", resolve));
  gate.resolve();
  expect(await client.readTo("audio-stop")).toContain("audio-chunk");
  expect(await client.isClosed()).toBe(true);
});

test("a port in use is an error", async () => {
  await using client = await start();
  const opening = openWyoming({ host: "127.0.0.1", port: client.wyoming.port }, client.deps);
  expect(opening).rejects.toThrow("EADDRINUSE");
});
