interface ErrorText {
  /** What happened. The message of the server follows. */
  readonly what: string;
  /** The way out. */
  readonly todo: string;
}

/** What the reader can do about an error, by the server's code. */
const ERRORS: Readonly<Record<string, ErrorText>> = {
  unreachable: {
    what: "The server does not answer.",
    todo: "Check that it runs and that this address reaches it, then try again.",
  },
  broken: {
    what: "The answer broke off.",
    todo: "What has arrived can be played. Try again; if it happens again, see the server's log.",
  },
  invalid_api_key: {
    what: "The server wants an API key.",
    todo: "Enter one of the keys in API_KEYS at the top of this page.",
  },
  overloaded: {
    what: "The server is at capacity.",
    todo: "Other listeners are first. See the page Live for the load.",
  },
  rate_limited: { what: "The server is at capacity.", todo: "See the page Live for the load." },
  not_ready: {
    what: "The server is not ready.",
    todo: "It starts, stops, or waits for its speech LM. See the page Live.",
  },
  unknown_voice: { what: "This voice does not exist.", todo: "Choose one of the listed voices." },
  model_not_found: {
    what: "This engine does not exist.",
    todo: "Choose one of the listed voices.",
  },
  invalid_value: {
    what: "The server cannot take this request.",
    todo: "Change what the message names.",
  },
  body_too_large: { what: "The text is too long.", todo: "Shorten it." },
  timeout: {
    what: "The engine made no progress.",
    todo: "Try again with less load; REQUEST_TIMEOUT_S is the limit.",
  },
  upstream_error: {
    what: "The speech LM failed.",
    todo: "See the server's log, or choose a voice of another engine.",
  },
  no_sound: {
    what: "The browser cannot play sound.",
    todo: "Check that it has an audio device and that the server can be reached, then press Play.",
  },
  other: { what: "The request failed.", todo: "Try again; the server's log has the cause." },
};

/** All names and texts of the pages. */
export const TEXTS = {
  pages: {
    playground: { href: "", title: "Playground" },
    live: { href: "live", title: "Live" },
    docs: { href: "docs", title: "API" },
  },
  pagesLabel: "Pages",
  noScript: "This page needs JavaScript. The API works without it: see the page API.",
  again: "Try again",
  retryIn: (seconds: number) => `The server expects a free place in ${seconds} s.`,
  errors: ERRORS,
  key: {
    title: "This server asks for an API key.",
    wrong: "The server does not know this key.",
    why: "A key is kept in this browser tab only, and sent to this server only.",
    label: "API key",
    form: "Letters, digits and signs of ASCII",
    use: "Use key",
  },
  tabs: { label: "What to try", speak: "Speak", talk: "Talk", lexicon: "Lexicon" },
  voices: {
    search: "Search voices",
    none: "No voice matches.",
    anyLanguage: "any language",
    noLicence: "licence not stated",
    exact: "exact word times",
    estimated: "estimated word times",
  },
  speak: {
    text: "Text",
    samples: "Samples",
    voice: "Voice",
    speed: "Speed",
    speak: "Speak",
    both: "Speak A and B",
    stop: "Stop",
    compare: "Compare two voices or speeds",
    heard: "What is heard",
    play: "Play",
    pause: "Pause",
    place: "Place in the sound",
    waiting: "waiting for sound",
    time: (positionS: number, lengthS: number) =>
      `${positionS.toFixed(1)} / ${lengthS.toFixed(1)} s`,
  },
  reading: { written: "As written", spoken: "As spoken" },
  figures: {
    label: "Measured by this page",
    firstSound: "First sound",
    firstBytes: "First audio received",
    complete: "All received",
    length: "Length",
    stalls: "Stalls",
    hear: (side: string, voice: string) => `Hear ${side}: ${voice}`,
    unspoken: (count: number) =>
      `${count} ${count === 1 ? "letter was" : "letters were"} left out: no open voice can say them.`,
  },
  downloads: { label: "Download", format: "Audio format", audio: "Audio", busy: "Preparing…" },
  code: { title: "This request as code", language: "Language", copy: "Copy", copied: "Copied" },
  saved: {
    title: "Last answers",
    where: "Kept in this browser only.",
    forget: (title: string) => `Delete ${title}`,
    forgetAll: "Delete all",
  },
  talk: {
    intro:
      "A model writes this reply token by token into ElevenLabs' socket, and the voice speaks it meanwhile. Interrupt it as a caller would: the server says which part was heard, for the history of the model.",
    reply: "Reply of the model",
    sample:
      "Of course! I have found two trains to Ipoh for you. The first one leaves at 9:05 and costs RM45. The second one leaves at 11:30, takes twenty minutes longer, and costs RM32. Which one would you like me to book?",
    pace: "Pace of the model",
    tokens: (pace: number) => `${pace} tokens/s`,
    start: "Reply",
    interrupt: "Interrupt",
    heard: "What the caller hears",
    states: {
      idle: "",
      typing: "The model writes, the voice speaks.",
      speaking: "The model has written everything, the voice still speaks.",
      heard: "The caller heard everything.",
      interrupted: "Interrupted: the crossed-out part was not heard.",
      failed: "The reply broke off.",
    },
    history: "The first part belongs in the history of the model, the crossed-out part does not.",
    firstSound: "First sound after the first token",
    waits: "Waits for text or sound",
  },
  lexicon: {
    intro: "Try how words are spoken. Entries stay in this browser until you delete them.",
    entries: "Entries",
    written: "Written",
    spoken: "Spoken",
    add: "Add an entry",
    remove: (at: number) => `Delete entry ${at}`,
    text: "Text to try",
    sample: "Ms Nguyen wrote the SQL query.",
    hear: "Hear it",
    result: "What the entries change",
    use: "Use these entries",
    file: "As a file, for LEXICON_FILE:",
    field: "As a field of a request:",
  },
  docs: {
    intro: "Text to speech with OpenAI's API, and with those of ElevenLabs, Deepgram and others.",
    errors: "Errors",
    tryIt: "Try POST /v1/audio/speech",
    sample: "Hello! How can I help you?",
  },
  live: {
    intro: "The load of this server as it is. It shows no texts and no keys.",
    engine: "Engine",
    face: "Protocol",
    all: "all",
    span: "Time",
    spans: { minute: "1 minute", hour: "1 hour" },
    listeners: "Listeners",
    ofCapacity: (capacity: number) => `of ${capacity} that the server carries`,
    queued: "Queued",
    firstAudio: "First audio p50 / p95",
    none: "no requests",
    stalls: "Stalls",
    refused: "Refused",
    failed: "Failed",
    codec: "Codec busy",
    batch: "Windows per batch",
    engines: "Engines",
    ready: "ready",
    lmFailures: "LM failures",
    answers: "answers",
    isDown: "does not answer",
    charts: {
      load: "Listeners, requests in flight, queue",
      firstAudio: "First audio, ms",
      ends: "Requests that ended",
      codec: "Codec: share of time, %, and windows per batch",
    },
    series: {
      listeners: "listeners",
      inFlight: "requests in flight",
      queued: "queued",
      p50: "p50",
      p95: "p95",
      ok: "complete",
      refused: "refused",
      failed: "failed",
      stalls: "stalls",
      busy: "busy %",
      batch: "windows per batch",
    },
  },
} as const;
