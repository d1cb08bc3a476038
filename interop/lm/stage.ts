import { type ServerProcess, startServer } from "../../bench/serverProcess.ts";

/** Where an LM server answers. */
interface LmAddress {
  readonly url: string;
  readonly key: string | null;
}

/** The LM of a case, and the settings of the server under test. */
export interface Stage<Lm extends LmAddress = LmAddress> {
  readonly lm: Lm;
  /** PROMPT_STYLE of the server. */
  readonly promptStyle: "scicom" | "neutts";
  /** NeuCodec decoder of the server. */
  readonly decoder: string;
  /** REQUEST_TIMEOUT_S of the server. */
  readonly timeoutS: number;
}

/** A text of many utterances, for a long stream. */
export const LONG_TEXT = Array.from(
  { length: 40 },
  (_, index) => `This is sentence number ${index}, and the next one follows it at once.`,
).join(" ");

/** Runs `work` against a new server in front of the LM. */
export async function withServer<T>(
  { lm, promptStyle, decoder, timeoutS }: Stage,
  env: Readonly<Record<string, string>>,
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  // If the LM denies access, the server never becomes ready. So wait for /health, not /ready.
  const server = await startServer(
    {
      TTS_API: lm.url,
      TTS_API_KEY: lm.key ?? "",
      PROMPT_STYLE: promptStyle,
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
