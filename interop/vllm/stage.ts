import { type ServerProcess, startServer } from "../../bench/serverProcess.ts";
import type { RealLm } from "./lm.ts";

/** What a case gets: the LM, and how to put the server under test before it. */
export interface Stage {
  readonly lm: RealLm;
  /** NeuCodec decoder of the server. */
  readonly decoder: string;
  /** REQUEST_TIMEOUT_S of the server. */
  readonly timeoutS: number;
}

/** Several utterances: a stream that lasts. */
export const LONG_TEXT = Array.from(
  { length: 40 },
  (_, index) => `This is sentence number ${index}, and the next one follows it at once.`,
).join(" ");

/** Runs `work` against a server of its own. */
export async function withServer<T>(
  { lm, decoder, timeoutS }: Stage,
  env: Readonly<Record<string, string>>,
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  // A denied LM never makes it ready: it is alive first.
  const server = await startServer(
    {
      TTS_API: lm.url,
      TTS_API_KEY: lm.key ?? "",
      DECODER_MODEL: decoder,
      DEVICE: "cpu",
      DEFAULT_SPEAKER: "husein",
      REQUEST_TIMEOUT_S: String(timeoutS),
      LOG_LEVEL: "error",
      ...env,
    },
    "/health",
  );
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
