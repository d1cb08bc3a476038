import { z } from "zod";
import { CODEBOOK_SIZE, TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { createEventStreams } from "../../src/lm/eventStreams.fake.ts";
import { random } from "../../fixtures/random.ts";

/** A fake speech LM in which random generations fail with one of FAULTS. */
export interface FailingLm {
  readonly url: string;
  /** Failure rate, percent of generations. */
  failures: number;
  /** Returns the number of generations that are neither complete nor cancelled. */
  open(): number;
  close(): Promise<void>;
}

/** Tokens per letter of the prompt, at 15 letters a second. */
const TOKENS_A_LETTER = TOKENS_PER_SECOND / 15;
const PIECE_TOKENS = 25;
const PIECE_MS = 5;

const FAULTS = [
  "status",
  "busy",
  "silent",
  "silent later",
  "cut",
  "cut later",
  "garbage",
  "error event",
  "empty",
  "runaway",
] as const;
type Fault = (typeof FAULTS)[number];

/** Starts the LM on a free loopback port; equal seeds give equal faults. */
export function openFailingLm(seed: number): FailingLm {
  const pick = random(seed);
  const streams = createEventStreams();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/models") return Response.json({ data: [{ id: "failing" }] });
      if (pathname === "/tokenize") return new Response("not here", { status: 404 });
      const { prompt } = z.object({ prompt: z.string() }).parse(await request.json());
      const fault = pick(100) < lm.failures ? (FAULTS[pick(FAULTS.length)] ?? null) : null;
      if (fault === "status") return new Response("out of memory", { status: 500 });
      if (fault === "busy") return new Response("full", { status: 503 });
      return streams.respond(generation(prompt, fault));
    },
  });

  const lm: FailingLm = {
    url: server.url.href,
    failures: 0,
    open: () => streams.open(),
    close: () => server.stop(true),
  };
  return lm;
}

/** Yields the events of one generation. Throws to break the connection. */
async function* generation(prompt: string, fault: Fault | null): AsyncGenerator<Uint8Array> {
  if (fault === "silent") await forever();
  if (fault === "cut") throw new Error("cut");
  if (fault === "garbage") yield wire("<html>Bad gateway</html>");
  if (fault === "error event") yield event({ error: { message: "engine died", code: 500 } });
  if (fault === "empty") yield event({ choices: [{ text: "", finish_reason: "stop" }] });
  if (fault === "garbage" || fault === "error event" || fault === "empty") return;
  const count = Math.round(prompt.length * TOKENS_A_LETTER);
  const broken = fault === "silent later" || fault === "cut later";
  const until = broken ? count / 2 : count;
  for (let at = 0; at < until; at += PIECE_TOKENS) {
    await Bun.sleep(PIECE_MS);
    const length = Math.min(PIECE_TOKENS, count - at);
    const codes = Array.from({ length }, (_, index) => ((at + index) * 2654) % CODEBOOK_SIZE);
    const text = codes.map((code) => `<|s_${code}|>`).join("");
    yield event({ choices: [{ text, finish_reason: null }] });
  }
  if (fault === "silent later") await forever();
  if (fault === "cut later") throw new Error("cut");
  yield event({ choices: [{ text: "", finish_reason: fault === "runaway" ? "length" : "stop" }] });
  yield wire("[DONE]");
}

function event(value: unknown): Uint8Array {
  return wire(JSON.stringify(value));
}

function wire(data: string): Uint8Array {
  return new TextEncoder().encode(`data: ${data}\n\n`);
}

function forever(): Promise<never> {
  return new Promise(() => {});
}
