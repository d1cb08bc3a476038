import { z } from "zod";
import { LANGUAGES } from "../src/text/speak/verbaliser.ts";
import { ENGINE_LIMITS } from "./admission/limits.ts";
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
  secret,
  text,
} from "./configValues.ts";
import { OPENAI_MODELS, OPENAI_VOICES } from "./names/openai.ts";

function ownLimits(limit: "maxInFlight" | "maxQueue"): string {
  const { hibari, kokoro, flite, neucodec } = ENGINE_LIMITS;
  const isInFlight = limit === "maxInFlight";
  const perWorker = isInFlight ? " a worker" : "";
  const measured = isInFlight ? "the measured number" : kokoro[limit];
  return `empty: ${hibari[limit]} for hibari${perWorker}, ${measured} for kokoro, ${flite[limit]} for flite, ${neucodec[limit]} for neucodec`;
}

/** Every environment variable that the server reads; others are ignored. */
export const environment = z.object({
  HOST: text.prefault("127.0.0.1").describe("address to listen on; 0.0.0.0 for every interface"),
  PORT: integer(0, 65535).prefault("9091").describe("port to listen on; 0 for any free port"),
  WYOMING_PORT: integer(0, 65535)
    .prefault("0")
    .describe(
      "port of the Wyoming protocol for Home Assistant, usually 10200; it takes no API keys; 0: off",
    ),
  ENGINE: engineNames
    .prefault("")
    .describe(
      "engines, the default first: hibari (the natural voice), kokoro (English and Chinese), flite, neucodec; empty: neucodec with TTS_API or DUMMY_TOKENS_FILE, else hibari if it was pulled, and flite",
    ),
  TTS_API: secret(httpUrls.prefault(""), "userinfo").describe(
    "base URLs of the speech LM servers (vLLM), comma separated",
  ),
  TTS_API_KEY: secret(text.prefault(""), "value").describe("bearer key of the speech LM"),
  MODEL_NAME: text
    .prefault("")
    .describe("model to request from the speech LM; empty: the first model that the LM lists"),
  PROMPT_STYLE: oneOf(["scicom", "neutts"])
    .prefault("scicom")
    .describe("prompt and token names of the speech LM: scicom (<|s_N|>) or neutts (<|speech_N|>)"),
  SPEAKERS: list
    .prefault("")
    .describe(
      "voices of the speech LM, comma separated; empty: any name is accepted; those of OpenAI are the default voice",
    ),
  DEFAULT_TEMPERATURE: number(0, 10)
    .prefault("0.7")
    .describe("sampling temperature of the speech LM"),
  DEFAULT_REPETITION_PENALTY: number(0.01, 10)
    .prefault("1.15")
    .describe("repetition penalty of the speech LM"),
  DEFAULT_MAX_TOKENS: integer(1, 1_000_000)
    .prefault("3072")
    .describe("max_tokens of a generation by the speech LM"),
  LM_LOOP_STOP: flag
    .prefault("false")
    .describe("whether a speech LM that repeats the same tokens for 3 s is stopped"),
  LM_CONTINUE: flag
    .prefault("false")
    .describe("whether a speech LM is prompted with the utterance before, up to 12 s of it"),
  DEFAULT_PLAYBACK_SPEED: number(0.1, 10)
    .prefault("1.5")
    .describe("hop between codec windows, seconds, unless MAX_HOP_S allows a longer one"),
  DEFAULT_PLAYBACK_OVERLAP_SPEED: number(0, 2)
    .prefault("0.2")
    .describe("context that a codec window adds on each side of its hop, seconds"),
  MAX_HOP_S: number(0, 20)
    .prefault("6")
    .describe(
      "longest hop of the codec, seconds, while no listener needs audio soon or while all are late; a long window decodes less context twice; 0: never longer than the hop that was asked for",
    ),
  STREAM_CROSSFADE: flag
    .prefault("true")
    .describe("whether codec windows are joined with a crossfade"),
  CROSSFADE_MS: number(0, 19).prefault("12").describe("crossfade length, milliseconds"),
  DYNAMIC_BATCHING: flag
    .prefault("true")
    .describe("false: the codec decodes one window per run, for comparison"),
  MAX_BATCH_SIZE: integer(1, 1024)
    .prefault("16")
    .describe("largest number of windows in one run of the codec"),
  CUDA_GRAPH_BATCH: secondsList
    .prefault("[]")
    .describe("window lengths recorded as CUDA graphs, seconds, such as [0.1,0.2,0.5,1.0,2.0]"),
  DEVICE: device
    .prefault("auto")
    .describe("device of the codec: auto (a GPU if it works), cpu, cuda, cuda:N"),
  ORT_LIBRARY: text
    .prefault("")
    .describe("path of a libonnxruntime; empty: the library in onnxruntime-node"),
  DUMMY_TOKENS_FILE: text
    .prefault("")
    .describe("file of recorded <|s_N|> tokens to replay instead of calling a speech LM"),
  DUMMY_REPEAT: integer(1, 100_000)
    .prefault("1")
    .describe("number of times the replay is repeated"),
  DUMMY_TOKEN_DELAY: number(0, 60).prefault("0").describe("delay per replayed token, seconds"),
  DEFAULT_SPEAKER: text
    .prefault("")
    .describe("voice of requests without a voice; empty: the first voice of the engine"),
  HIBARI_WORKERS: integer(0, 256)
    .prefault("0")
    .describe("worker threads of the hibari engine; 0: one per core, at most 4"),
  KOKORO_MODEL: text
    .prefault("")
    .describe("local file of Kokoro's model, with voices/ beside it; empty: the pulled one"),
  FLITE_WORKERS: integer(0, 256)
    .prefault("0")
    .describe("worker threads of the flite engine; 0: one per core, or one beside hibari"),
  DECODER_MODEL: text
    .prefault("neuphonic/neucodec-onnx-decoder")
    .describe("NeuCodec decoder: a model on the hub or a local file"),
  ENCODER_MODEL: text
    .prefault("")
    .describe(
      "NeuCodec encoder for voice cloning: a model on the hub or a local file; empty: no cloning",
    ),
  MODEL_DIR: homePath
    .prefault("~/.cache/utter")
    .describe("folder of pulled models and of calibrations"),
  BUNDLED_MODEL_DIR: homePath
    .prefault("")
    .describe("second folder of models, only read: the images keep the natural voice there"),
  PULL: flag
    .prefault("true")
    .describe(
      "whether a start without ENGINE and speech LM first pulls the natural voice if it is missing (at most 20 s)",
    ),
  VOICE_INDEX: secret(httpUrl.prefault(""), "userinfo").describe(
    "Python package index that has hibari-tts, such as https://host/simple; empty: that of PIP_INDEX_URL, then pip's own",
  ),
  PIP_INDEX_URL: secret(text.prefault(""), "userinfo").describe(
    "package index of pip, used when VOICE_INDEX is empty",
  ),
  HF_ENDPOINT: secret(httpUrl.prefault("https://huggingface.co"), "userinfo").describe(
    "URL of the hub, or a mirror, from which models are pulled",
  ),
  HF_TOKEN: secret(text.prefault(""), "value").describe(
    "access token of the hub, for gated models",
  ),
  DEFAULT_LANGUAGE: oneOf(LANGUAGES)
    .prefault("en")
    .describe("language of numbers and signs where nothing in the text decides: en, ms or zh"),
  DATE_ORDER: oneOf(["dmy", "mdy", "ymd"])
    .prefault("dmy")
    .describe("order of day, month and year in dates such as 3/4/2025"),
  LEXICON_FILE: text
    .prefault("")
    .describe("file of pronunciations, `written = spoken` per line; a changed file is read again"),
  MAX_INPUT_CHARS: integer(1, 100_000_000)
    .prefault("4096")
    .describe("longest `input` of a request, in Unicode code points"),
  MAX_IN_FLIGHT: integerOrDefault(1, 100_000)
    .prefault("")
    .describe(`maximum number of speech requests in flight; ${ownLimits("maxInFlight")}`),
  MAX_QUEUE: integerOrDefault(0, 100_000)
    .prefault("")
    .describe(
      `maximum number of queued speech requests (more are refused with 429); ${ownLimits("maxQueue")}`,
    ),
  MAX_AUDIO_S: integerOrDefault(1, 1_000_000)
    .prefault("")
    .describe(
      "maximum estimated audio in flight, seconds (each request counts as at most 24 s); empty: no limit for hibari and flite, 16 × MAX_IN_FLIGHT for neucodec",
    ),
  REQUEST_TIMEOUT_S: seconds(0.05, 86_400)
    .prefault("30")
    .describe("timeout for the queue, and for an engine that makes no progress, seconds"),
  MAX_BUFFER_DELAY_MS: integer(0, 5000)
    .prefault("1000")
    .describe(
      "sockets: time without new text after which an incomplete sentence is spoken, milliseconds",
    ),
  MAX_CONTEXTS: integer(1, 1000)
    .prefault("64")
    .describe("sockets: texts that one connection can have spoken at the same time"),
  // The maximum is 250 because Bun's idle timeout (at most 255 s, in steps of 4 s) cuts stalled clients of whole files.
  CLIENT_STALL_TIMEOUT_S: seconds(0.05, 250)
    .prefault("60")
    .describe(
      "time after which a client that reads nothing is disconnected (a whole file: up to 8 s later), seconds",
    ),
  DRAIN_TIMEOUT_S: seconds(0, 86_400)
    .prefault("30")
    .describe("time for running streams to complete after SIGTERM, seconds"),
  VOICE_ALIASES: aliases
    .prefault(OPENAI_VOICES.join(","))
    .describe(
      "aliases of voices: `name=voice`, or `name` for the default voice; case does not matter",
    ),
  MODEL_ALIASES: aliases
    .prefault(OPENAI_MODELS.join(","))
    .describe(
      "aliases of models: `name=model`, or `name` for the default model; case does not matter",
    ),
  API_KEYS: secret(list.prefault(""), "value").describe(
    "API keys, comma separated; /v1 requires one as bearer token; empty: no key required",
  ),
  CORS_ORIGINS: list
    .prefault("")
    .describe("allowed CORS origins, comma separated, or *; empty: none"),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error"])
    .prefault("info")
    .describe("lowest level that is logged: debug, info, warn, error"),
  LOG_FORMAT: oneOf(["text", "json"])
    .prefault("text")
    .describe("log format: text or json, one line per event"),
  OTEL_EXPORTER_OTLP_ENDPOINT: secret(httpUrl.prefault(""), "userinfo").describe(
    "base URL of the OTLP/HTTP collector for traces; empty: none",
  ),
  SENTRY_DSN: secret(httpUrl.prefault(""), "value").describe(
    "DSN of the Sentry project for server faults; empty: none",
  ),
});
