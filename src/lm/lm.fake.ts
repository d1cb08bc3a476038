import { CODEBOOK_SIZE } from "../codec/codes.ts";

/** A completions server for tests: it answers generations from a script and remembers what was asked. */
export interface FakeLm {
  readonly url: string;
  /** What each generation is answered with, in order; the last one again and again. */
  answers: Answer[];
  /** Whether /tokenize is there. */
  tokenizes: boolean;
  /** What /v1/models tells of its one model, beside the name; null: there is no such path. */
  listed: Readonly<Record<string, unknown>> | null;
  /** Bytes of a stream sent at a time; null: an event at a time. */
  pieceBytes: number | null;
  /** Every request, as it came. */
  readonly asked: Asked[];
  /** Streams that were not sent to their end and whose reader has not left. */
  open(): number;
  /** The bodies of the generations asked for. */
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

/** As an event: silence until the reader leaves. */
export const WAIT = "wait";
/** Token ids of the model: code 0, and the end. */
export const FIRST_ID = 359;
export const END_ID = 357;

/** An event with one token, by its id or as text. */
export function event(code: number, finish: string | null = null, as: "id" | "text" = "id") {
  const said =
    as === "id"
      ? { text: "", token_ids: [code + FIRST_ID] }
      : { text: `<|s_${code}|>`, token_ids: null };
  return JSON.stringify({ choices: [{ index: 0, ...said, finish_reason: finish }] });
}

const USAGE = JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 3 } });
/** A whole generation: the codes 1, 2, 3. */
export const GOOD = [event(1), event(2), event(3, "stop"), USAGE, "[DONE]"];

export function openFakeLm(): FakeLm {
  let streams = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const path = new URL(request.url).pathname;
      const authorization = request.headers.get("authorization");
      const traceparent = request.headers.get("traceparent");
      lm.asked.push({ path, authorization, traceparent, body: await request.text() });
      const unknown = (): Response => Response.json({ detail: "Not Found" }, { status: 404 });
      if (path === "/v1/models")
        return lm.listed === null
          ? unknown()
          : Response.json({ data: [{ id: "tiny-speech-lm", ...lm.listed }] });
      if (path === "/tokenize")
        return lm.tokenizes
          ? Response.json({ tokens: [FIRST_ID, FIRST_ID + CODEBOOK_SIZE - 1, END_ID] })
          : unknown();
      const answer = lm.answers.length > 1 ? lm.answers.shift() : lm.answers[0];
      return typeof answer === "function" ? answer() : stream(answer ?? []);
    },
  });

  function stream(events: readonly string[]): Response {
    streams += 1;
    let open = true;
    const close = (): void => {
      if (open) streams -= 1;
      open = false;
    };
    const pieces = wirePieces(events, lm.pieceBytes);
    const silent = events.includes(WAIT);
    const body = new ReadableStream({
      async pull(controller) {
        const piece = pieces.shift();
        if (piece !== undefined) controller.enqueue(piece);
        else if (silent) await new Promise(() => {});
        else {
          close();
          controller.close();
        }
        await Bun.sleep(0); // each piece is a read of its own
      },
      cancel: close,
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  const lm: FakeLm = {
    url: server.url.href,
    answers: [GOOD],
    tokenizes: true,
    listed: {},
    pieceBytes: null,
    asked: [],
    open: () => streams,
    generations: () =>
      lm.asked
        .filter(({ path }) => path === "/v1/completions")
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    close: () => server.stop(true),
  };
  return lm;
}

/** The events as bytes, up to the first WAIT. */
function wirePieces(events: readonly string[], pieceBytes: number | null): Uint8Array[] {
  const until = events.indexOf(WAIT);
  const sent = until < 0 ? events : events.slice(0, until);
  const wires = sent.map((data) => new TextEncoder().encode(`data: ${data}\n\n`));
  if (pieceBytes === null) return wires;
  const all = Buffer.concat(wires);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += pieceBytes)
    pieces.push(all.subarray(at, at + pieceBytes));
  return pieces;
}
