/** Errors of all routes that speak a text. */
export const SPEECH_ERRORS = [400, 401, 404, 408, 413, 415, 429, 500, 502, 503, 504] as const;

/** A voice id as ElevenLabs' clients send it by default: the default voice. */
const VOICE = { meaning: "name or alias of a voice", example: "21m00Tcm4TlvDq8ikWAM" };
const TEXT = { short: { text: "Hello! How can I help you?" } };

const OUTPUT_FORMAT = "such as mp3_44100_128 (default), pcm_16000, ulaw_8000";

const MODEL = "name or alias of a voice";

/** The routes of ElevenLabs' API, of Deepgram's, and of vllm-omni's socket. */
export const OTHER_APIS = [
  {
    ...elevenLabsSocket("multi-stream-input", "elevenLabsContexts"),
    summary: "Speaks texts while they are written, each in its context",
  },
  {
    ...elevenLabsSocket("stream-input", "elevenLabsContext"),
    summary: "Speaks one text while it is written",
  },
  {
    ...elevenLabs("", "elevenLabsConvert", "Speaks a text for ElevenLabs' clients as a file"),
    answer: "sound",
  },
  {
    ...elevenLabs("/stream", "elevenLabsStream", "Speaks a text for ElevenLabs' clients"),
    answer: "sound",
  },
  {
    ...elevenLabs(
      "/with-timestamps",
      "elevenLabsConvertWithTimestamps",
      "Speaks a text for ElevenLabs' clients, with the times of its characters",
    ),
    answer: "AlignedAnswer",
  },
  {
    ...elevenLabs(
      "/stream/with-timestamps",
      "elevenLabsStreamWithTimestamps",
      "Speaks a text for ElevenLabs' clients as one object a line, each with the times of its characters",
    ),
    answer: { type: "application/x-ndjson" },
  },
  {
    ...listing("/v1/voices", "elevenLabsVoices", "Lists the voices for ElevenLabs' clients"),
    answer: "ElevenLabsVoices",
  },
  {
    ...listing("/v2/voices", "elevenLabsVoicesPage", "Lists the voices as one page"),
    answer: "ElevenLabsPage",
  },
  {
    ...listing("/v1/voices/{voice}", "elevenLabsVoice", "Returns a voice for ElevenLabs' clients"),
    parameters: { voice: VOICE },
    answer: "ElevenLabsVoice",
    errors: [400, 401],
  },
  {
    ...socket("/v1/audio/speech/stream", "vllmOmniSpeech"),
    summary: "Speaks sentences while they are written, in vllm-omni's protocol",
  },
  {
    ...socket("/v1/speak", "deepgramSocket"),
    query: {
      model: MODEL,
      encoding: "linear16 (default), mulaw or alaw",
      sample_rate: "Hz",
      speed: "0.25 to 4",
    },
    summary: "Speaks a text while it is written, for Deepgram's clients",
  },
  {
    method: "post",
    path: "/v1/speak",
    query: {
      model: MODEL,
      encoding: "mp3 (default), linear16, mulaw, alaw, opus, flac or aac",
      container: "linear16: wav (default) or none; mulaw and alaw: none (default) or wav",
      sample_rate: "Hz",
      bit_rate: "bits per second of mp3, opus and aac",
      speed: "0.25 to 4",
    },
    tag: "speech",
    id: "deepgramSpeak",
    summary: "Speaks a text for Deepgram's clients",
    body: { schema: "DeepgramRequest", type: "application/json", examples: TEXT },
    answer: "sound",
    errors: SPEECH_ERRORS,
  },
] as const;

function elevenLabs(end: string, id: string, summary: string) {
  return {
    method: "post",
    path: `/v1/text-to-speech/{voice}${end}`,
    parameters: { voice: VOICE },
    query: { output_format: OUTPUT_FORMAT },
    tag: "speech",
    id,
    summary,
    body: { schema: "ElevenLabsRequest", type: "application/json", examples: TEXT },
    errors: SPEECH_ERRORS,
  } as const;
}

function elevenLabsSocket(end: string, id: string) {
  return {
    ...socket(`/v1/text-to-speech/{voice}/${end}`, id),
    parameters: { voice: VOICE },
    query: {
      output_format: OUTPUT_FORMAT,
      inactivity_timeout: "seconds, 1 to 180; 20 by default",
      sync_alignment: "true: times count from the beginning of a context",
    },
  } as const;
}

function socket(path: string, id: string) {
  return {
    method: "get",
    path,
    tag: "speech",
    id,
    answer: "socket",
    errors: [400, 401, 426, 429, 503],
  } as const;
}

/** The operation of a list, without its answer. */
export function listing(path: string, id: string, summary: string) {
  return { method: "get", path, tag: "listings", id, summary, errors: [401] } as const;
}
