import { z } from "zod";
import { expected } from "../src/message.ts";
import { shownUrl } from "../src/shownUrl.ts";
import {
  aliases,
  device,
  engineNames,
  flag,
  homePath,
  httpUrl,
  httpUrls,
  integer,
  integerOrDefault,
  list,
  number,
  oneOf,
  seconds,
  secondsList,
  text,
} from "./configValues.ts";
import { ENGINE_LIMITS } from "./admission/limits.ts";
import { urlSecrets } from "./observe/secrets.ts";

/** Variables whose value is never shown, neither in an error nor in a log. */
const secrets: ReadonlySet<string> = new Set(["API_KEYS", "HF_TOKEN", "SENTRY_DSN", "TTS_API_KEY"]);

/** Those whose value is shown without the name and the password in it. */
const urls: ReadonlySet<string> = new Set([
  "HF_ENDPOINT",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "TTS_API",
]);

// OpenAI's own names, so that its clients work unchanged.
const openaiVoices = "alloy,ash,ballad,cedar,coral,echo,fable,marin,nova,onyx,sage,shimmer,verse";
const openaiModels = "tts-1,tts-1-hd,gpt-4o-mini-tts";

function ownLimits(limit: "maxInFlight" | "maxQueue"): string {
  const { flite, neucodec } = ENGINE_LIMITS;
  return `empty: ${flite[limit]} for flite, ${neucodec[limit]} for neucodec`;
}

/** Every variable of the environment that the server knows. Variables with other names are ignored. */
const environment = z.object({
  HOST: text.prefault("127.0.0.1").describe("address to listen on; 0.0.0.0 for every interface"),
  PORT: integer(0, 65535).prefault("9091").describe("port to listen on; 0 takes any free one"),
  ENGINE: engineNames
    .prefault("")
    .describe(
      "flite, neucodec, or both with the default first; empty: neucodec with TTS_API or DUMMY_TOKENS_FILE, else flite",
    ),
  TTS_API: httpUrls.prefault("").describe("base URLs of the speech LM (vLLM), comma separated"),
  TTS_API_KEY: text.prefault("").describe("bearer key of the speech LM"),
  MODEL_NAME: text.prefault("").describe("model at the speech LM; empty: its first"),
  PROMPT_STYLE: oneOf(["scicom", "neutts"])
    .prefault("scicom")
    .describe("prompt and token names of the speech LM: scicom (<|s_N|>) or neutts (<|speech_N|>)"),
  SPEAKERS: list.prefault("").describe("voices of the speech LM; empty: any name is passed on"),
  DEFAULT_TEMPERATURE: number(0, 10).prefault("0.7").describe("sampling of the speech LM"),
  DEFAULT_REPETITION_PENALTY: number(0.01, 10)
    .prefault("1.15")
    .describe("sampling of the speech LM"),
  DEFAULT_MAX_TOKENS: integer(1, 1_000_000).prefault("3072").describe("longest generation, tokens"),
  DEFAULT_PLAYBACK_SPEED: number(0.1, 10)
    .prefault("1.5")
    .describe("largest hop of the codec's windows, seconds"),
  DEFAULT_PLAYBACK_OVERLAP_SPEED: number(0, 2)
    .prefault("0.2")
    .describe("context on each side of a hop, seconds"),
  STREAM_CROSSFADE: flag
    .prefault("true")
    .describe("false: the codec's windows meet without a crossfade"),
  CROSSFADE_MS: number(0, 19).prefault("12").describe("length of that crossfade, milliseconds"),
  DYNAMIC_BATCHING: flag.prefault("true").describe("false: one window a run, for comparison"),
  MAX_BATCH_SIZE: integer(1, 1024).prefault("16").describe("most windows of one run of the codec"),
  CUDA_GRAPH_BATCH: secondsList
    .prefault("[]")
    .describe("window lengths, seconds, to record as CUDA graphs, such as [0.1,0.2,0.5,1.0,2.0]"),
  DEVICE: device
    .prefault("auto")
    .describe("where the codec runs: auto (a GPU where it works), cpu, cuda, cuda:N"),
  ORT_LIBRARY: text
    .prefault("")
    .describe("another libonnxruntime; empty: the one of onnxruntime-node"),
  DUMMY_TOKENS_FILE: text
    .prefault("")
    .describe("replays recorded <|s_N|> tokens instead of asking a speech LM"),
  DUMMY_REPEAT: integer(1, 100_000).prefault("1").describe("how often the replay is repeated"),
  DUMMY_TOKEN_DELAY: number(0, 60).prefault("0").describe("seconds a replayed token takes"),
  DEFAULT_SPEAKER: text
    .prefault("")
    .describe("voice when a request names none; empty: the engine's first"),
  FLITE_WORKERS: integer(0, 256)
    .prefault("0")
    .describe("threads that speak for the flite engine; 0: one a core"),
  DECODER_MODEL: text
    .prefault("neuphonic/neucodec-onnx-decoder")
    .describe("NeuCodec decoder: a name on the hub or a local file"),
  ENCODER_MODEL: text
    .prefault("")
    .describe("NeuCodec encoder for voice cloning, likewise; empty: no cloning"),
  MODEL_DIR: homePath.prefault("~/.cache/utter").describe("where pulled models live"),
  HF_ENDPOINT: httpUrl
    .prefault("https://huggingface.co")
    .describe("hub, or a mirror of it, that models are pulled from"),
  HF_TOKEN: text.prefault("").describe("token for models that the hub does not give to everybody"),
  MAX_INPUT_CHARS: integer(1, 100_000_000)
    .prefault("4096")
    .describe("longest `input` of a request, in Unicode code points"),
  MAX_IN_FLIGHT: integerOrDefault(1, 100_000)
    .prefault("")
    .describe(`speech requests served at once; ${ownLimits("maxInFlight")}`),
  MAX_QUEUE: integerOrDefault(0, 100_000)
    .prefault("")
    .describe(`speech requests that wait, beyond it 429; ${ownLimits("maxQueue")}`),
  MAX_AUDIO_S: integerOrDefault(1, 1_000_000)
    .prefault("")
    .describe(
      "estimated seconds of audio in flight, at most 24 a request; empty: any for flite, 16 × MAX_IN_FLIGHT for neucodec",
    ),
  REQUEST_TIMEOUT_S: seconds(0.05, 86_400)
    .prefault("30")
    .describe("longest silence of an engine while audio is wanted, and longest wait in the queue"),
  // At most 250: Bun, which cuts the readers of whole files, counts no idle time beyond 255 s, and that in steps of 4.
  CLIENT_STALL_TIMEOUT_S: seconds(0.05, 250)
    .prefault("60")
    .describe(
      "a client that reads nothing for so long is cut, that of a whole file up to 8 s later",
    ),
  DRAIN_TIMEOUT_S: seconds(0, 86_400)
    .prefault("30")
    .describe("time that running streams have to end after SIGTERM"),
  VOICE_ALIASES: aliases
    .prefault(openaiVoices)
    .describe("other names for voices: `name=voice`, or `name` for the default voice"),
  MODEL_ALIASES: aliases
    .prefault(openaiModels)
    .describe("other names for models: `name=model`, or `name` for the default model"),
  API_KEYS: list.prefault("").describe("bearer keys, one of which /v1 then asks for; empty: open"),
  CORS_ORIGINS: list
    .prefault("")
    .describe("origins whose pages may call the server, or *; empty: none"),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error"])
    .prefault("info")
    .describe("least level that is logged: debug, info, warn, error"),
  LOG_FORMAT: oneOf(["text", "json"]).prefault("text").describe("text or json, one line an event"),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .prefault("")
    .describe("base URL of an OTLP/HTTP collector that traces are sent to; empty: none"),
  SENTRY_DSN: httpUrl.prefault("").describe("DSN of a Sentry project that faults are reported to"),
});

export type Config = Readonly<z.output<typeof environment>>;

/**
 * Reads the environment. An empty value counts as unset. Throws an Error with one line for each wrong
 * variable: its name, its value, and what is allowed.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(
    ([name, value]) => name in environment.shape && value !== undefined && value.trim() !== "",
  );
  const values = Object.fromEntries(given.map(([name, value]) => [name, value?.trim()]));
  const result = environment.safeParse(values);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const value = secrets.has(name) ? "(hidden)" : JSON.stringify(shown(name, values[name]));
    return expected(name, issue.message, value);
  });
  throw new Error([...new Set(lines)].join("\n"));
}

/** The keys and passwords in the configuration, so that none ever reaches a log or a report. */
export function secretValues(config: Config): readonly string[] {
  const { API_KEYS, HF_TOKEN, TTS_API_KEY, SENTRY_DSN, HF_ENDPOINT, TTS_API } = config;
  const addresses = [SENTRY_DSN, HF_ENDPOINT, config.OTEL_EXPORTER_OTLP_ENDPOINT, ...TTS_API];
  const passwords = addresses.flatMap(urlSecrets);
  return [...API_KEYS, HF_TOKEN, TTS_API_KEY, ...passwords].filter((secret) => secret !== "");
}

/** A value that was refused, as an error may show it. */
function shown(name: string, value: string | undefined): string | undefined {
  return urls.has(name) ? value?.split(NEXT_URL).map(shownPart).join(",") : value;
}

/** What no scheme follows may be a comma inside of a password. */
const NEXT_URL = /,(?=\s*https?:\/\/)/;

function shownPart(part: string): string {
  return part.includes(",") ? part.replace(/^(\s*\w+:\/\/)?.*@/s, "$1") : shownUrl(part);
}

interface Variable {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** The variables with their defaults, as text, and their meanings. */
export function variables(): readonly Variable[] {
  return Object.entries(environment.shape).map(([name, schema]) => ({
    name,
    fallback: schema.def.defaultValue,
    meaning: schema.description ?? "",
  }));
}

/** What `bun run server --help` prints. */
export function helpText(): string {
  const rows = variables().map(
    ({ name, fallback, meaning }) => `  ${name.padEnd(24)}${meaning} [${fallback}]`,
  );
  return `A text-to-speech server with OpenAI's speech API.

Usage: bun run server [--help]

Settings come from the environment, or from a file .env in this folder ([default] behind each):

${rows.join("\n")}

Examples:
  bun run server
  HOST=0.0.0.0 PORT=8080 DEFAULT_SPEAKER=awb bun run server
  API_KEYS=first-key,second-key MAX_INPUT_CHARS=100000 LOG_FORMAT=json bun run server
  VOICE_ALIASES="alloy=slt,onyx=rms" bun run server
  ENGINE=flite,neucodec TTS_API=http://localhost:8000 SPEAKERS=husein bun run server
`;
}
