import { CODEBOOK_SIZE } from "../codec/codes.ts";
import { type CompletionsOptions, openCompletions } from "./completions/completions.ts";
import { createEventStreams } from "./eventStreams.fake.ts";
import { PROMPT_STYLES } from "./prompt.ts";
import type { TokenRequest, TokenSource } from "./source.ts";

/** A completions server for tests: it answers generations from a script and records its requests. */
export interface FakeLm {
  readonly url: string;
  /** Answers of the generations, in order; the last one repeats. */
  answers: Answer[];
  /** Answer of /tokenize; null: 404. */
  tokenization: unknown;
  /** Properties of the one model in /v1/models, besides its id; null: 404. */
  listed: Readonly<Record<string, unknown>> | null;
  /** Bytes of a stream sent at a time; null: one event at a time. */
  pieceBytes: number | null;
  /** Every request, in order. */
  readonly asked: Asked[];
  /** Streams that are neither complete nor cancelled. */
  open(): number;
  /** The bodies of the requests to /v1/completions. */
  generations(): Record<string, unknown>[];
  close(): Promise<void>;
}

type Answer = readonly string[] | (() => Response);

interface Asked {
  readonly path: string;
  readonly authorization: string | null;
  readonly traceparent: string | null;
  readonly body: string;
}

/** As an event: the stream stays open and sends nothing more. */
export const WAIT = "wait";
/** As an event: the events before it are sent again and again, without an end. */
export const AGAIN = "again";
/** As an event: a comment, which keeps the connection alive. */
export const KEEP_ALIVE = ": keep-alive";
/** Token ids of the model: code 0, and the end. */
export const FIRST_ID = 359;
export const END_ID = 357;

/** An event with one token, by its id or as text. */
export function event(code: number, finish: string | null = null, as: "id" | "text" = "id") {
  const token =
    as === "id"
      ? { text: "", token_ids: [code + FIRST_ID] }
      : { text: `<|s_${code}|>`, token_ids: null };
  return JSON.stringify({ choices: [{ index: 0, ...token, finish_reason: finish }] });
}

const USAGE = JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 3 } });
/** A complete generation: the codes 1, 2, 3. */
export const GOOD = [event(1), event(2), event(3, "stop"), USAGE, "[DONE]"];

/** A request of a token source. */
export const REQUEST: TokenRequest = {
  prompt: { kind: "voice", voice: "husein", text: "Hello." },
  sampling: {
    temperature: 0.7,
    topP: 0.9,
    repetitionPenalty: 1.15,
    maxTokens: 3072,
    maxTokensSet: false,
    seed: 7,
  },
};

/** The LM at `url` as a token source. */
export function openSource(url: string, more: Partial<CompletionsOptions> = {}): TokenSource {
  const style = PROMPT_STYLES.scicom;
  return openCompletions({ url, apiKey: null, model: null, style, idleMs: 60_000, ...more });
}

/** All codes of one generation. */
export async function allCodes(
  tokens: TokenSource,
  request: Partial<TokenRequest> = {},
): Promise<number[]> {
  const { signal } = new AbortController();
  return (await Array.fromAsync(tokens({ ...REQUEST, ...request }, signal))).flat();
}

export function openFakeLm(): FakeLm {
  const streams = createEventStreams();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const path = new URL(request.url).pathname;
      const { headers } = request;
      const [authorization, traceparent] = [
        headers.get("authorization"),
        headers.get("traceparent"),
      ];
      lm.asked.push({ path, authorization, traceparent, body: await request.text() });
      if (path === "/v1/models")
        return answerOrUnknown(lm.listed && { data: [{ id: "tiny-speech-lm", ...lm.listed }] });
      if (path === "/tokenize") return answerOrUnknown(lm.tokenization);
      const answer = (lm.answers.length > 1 ? lm.answers.shift() : lm.answers[0]) ?? [];
      if (typeof answer === "function") return answer();
      return streams.respond(piecesOf(answer, lm.pieceBytes));
    },
  });
  const lm: FakeLm = {
    url: server.url.href,
    answers: [GOOD],
    tokenization: { tokens: [FIRST_ID, FIRST_ID + CODEBOOK_SIZE - 1, END_ID] },
    listed: {},
    pieceBytes: null,
    asked: [],
    open: () => streams.open(),
    generations: () =>
      lm.asked
        .filter(({ path }) => path === "/v1/completions")
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    close: () => server.stop(true),
  };
  return lm;
}

function answerOrUnknown(body: unknown): Response {
  return body === null
    ? Response.json({ detail: "Not Found" }, { status: 404 })
    : Response.json(body);
}

/** The events as pieces of bytes, each sent on its own; does not end after a WAIT or an AGAIN. */
async function* piecesOf(
  events: readonly string[],
  pieceBytes: number | null,
): AsyncGenerator<Uint8Array> {
  do {
    for (const piece of wirePieces(events, pieceBytes)) {
      yield piece;
      // Each piece is one read. Not a timer: tests of timeouts fake those.
      await new Promise(setImmediate);
    }
  } while (events.includes(AGAIN));
  if (events.includes(WAIT)) await new Promise(() => {});
}

/** The events as bytes, up to the first WAIT or AGAIN. */
function wirePieces(events: readonly string[], pieceBytes: number | null): Uint8Array[] {
  const lastAt = events.findIndex((data) => data === WAIT || data === AGAIN);
  const sent = lastAt < 0 ? events : events.slice(0, lastAt);
  const wires = sent.map((data) => {
    const line = data === KEEP_ALIVE ? data : `data: ${data}`;
    return new TextEncoder().encode(`${line}\n\n`);
  });
  if (pieceBytes === null) return wires;
  const all = Buffer.concat(wires);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += pieceBytes)
    pieces.push(all.subarray(at, at + pieceBytes));
  return pieces;
}
