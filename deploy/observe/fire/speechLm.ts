import { FATAL_CODE } from "./brittleDecoder.ts";

/**
 * How a fake speech LM answers a generation. "broken": every second one is refused, the others break off. "endlessly":
 * never stops. "fatally": with a code on which the decoder of brittleDecoder.ts fails.
 */
export type Manner = "well" | "slowly" | "broken" | "endlessly" | "fatally";

/** A speech LM on a loopback port, whose manner can be changed. */
export interface TrialLm {
  readonly url: string;
  manner: Manner;
  stop(): Promise<void>;
}

const TOKENS = 200;
/** Milliseconds for each token; a token is 20 ms of audio, so 30 ms is slower than real time. */
const TOKEN_MS: Readonly<Record<Manner, number>> = {
  well: 2,
  slowly: 30,
  broken: 2,
  endlessly: 0.1,
  fatally: 2,
};
const PIECE = 5;

export function startTrialLm(manner: Manner): TrialLm {
  let asked = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch({ url, signal }) {
      const { pathname } = new URL(url);
      if (pathname === "/v1/models") return Response.json({ data: [{ id: "trial" }] });
      if (pathname !== "/v1/completions") return new Response("no such path", { status: 404 });
      asked += 1;
      if (lm.manner === "broken" && asked % 2 === 0) return new Response("died", { status: 500 });
      return new Response(generation(lm.manner, signal), {
        headers: { "content-type": "text/event-stream" },
      });
    },
  });
  const lm: TrialLm = { url: server.url.origin, manner, stop: () => server.stop(true) };
  return lm;
}

async function* generation(manner: Manner, signal: AbortSignal): AsyncGenerator<string> {
  const last = manner === "endlessly" ? Infinity : TOKENS;
  for (let at = 0; at < last && !signal.aborted; at += PIECE) {
    await Bun.sleep(PIECE * TOKEN_MS[manner]);
    if (manner === "broken" && at > TOKENS / 2) return;
    const codes = Array.from({ length: PIECE }, (_, index) => token(manner, at + index));
    yield event({ choices: [{ text: codes.join(""), finish_reason: null }] });
  }
  yield event({ choices: [{ text: "", finish_reason: "stop" }] });
  yield "data: [DONE]\n\n";
}

function token(manner: Manner, at: number): string {
  const isFatal = manner === "fatally" && at === TOKENS / 2;
  return `<|s_${isFatal ? FATAL_CODE : (at * 31) % FATAL_CODE}|>`;
}

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
