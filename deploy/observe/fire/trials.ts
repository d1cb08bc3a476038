import { join } from "node:path";
import { brittleDecoder } from "./brittleDecoder.ts";
import { deafClients, idle, type Load, openLoop, together } from "./load.ts";
import { residentBytes, type TrialServer } from "./server.ts";
import type { TrialLm } from "./speechLm.ts";

type Env = Readonly<Record<string, string>>;

/** One trial: a server with settings, its load, and the alerts that must fire. */
export interface Trial {
  readonly name: string;
  readonly alerts: readonly string[];
  /** Settings of the server, with its speech LMs. Files go into `folder`. */
  readonly env: (lms: readonly TrialLm[], folder: string) => Env | Promise<Env>;
  readonly load: Load;
  /** Called once a second while the alerts are awaited. */
  readonly disturb?: (server: TrialServer, env: Env) => Promise<void>;
  /** Called once, before the load. */
  readonly before?: (server: TrialServer, lms: readonly TrialLm[]) => Promise<void>;
}

const FLITE = (): Env => ({ ENGINE: "flite", FLITE_WORKERS: "1" });

function neucodec(lms: readonly TrialLm[], more: Env = {}): Env {
  return {
    ENGINE: "neucodec",
    TTS_API: lms.map(({ url }) => url).join(","),
    DEFAULT_SPEAKER: "anna",
    DECODER_MODEL: "fixtures/decoder.onnx",
    ...more,
  };
}

/** Every alert except UtterStuck: no load makes the server forget its own timeouts, which the watchdog stands in for. */
export const TRIALS: readonly Trial[] = [
  {
    name: "overload with an LM slower than real time",
    alerts: [
      "UtterFirstAudioSlow",
      "UtterStalls",
      "UtterRefusing",
      "UtterNearCapacity",
      "UtterQueueLong",
    ],
    env: (lms) => neucodec(lms, { MAX_IN_FLIGHT: "2", MAX_QUEUE: "2" }),
    load: openLoop(4, 3),
    before: async (_server, lms) => lms.forEach((lm) => void (lm.manner = "slowly")),
  },
  {
    name: "a server that is frozen again and again",
    alerts: ["UtterLoopSlow"],
    env: FLITE,
    load: idle,
    disturb: (server) => server.freeze(400),
  },
  {
    name: "an LM that breaks off, and one that is down",
    alerts: ["UtterLmDown", "UtterLmFailing", "UtterFailing"],
    env: (lms) => neucodec(lms),
    load: openLoop(4, 2),
    async before(_server, [first, second]) {
      if (first) first.manner = "broken";
      await second?.stop();
    },
  },
  {
    name: "an LM that does not stop",
    alerts: ["UtterLmRunaway"],
    env: (lms) => neucodec(lms),
    load: openLoop(2, 1),
    before: async (_server, lms) => lms.forEach((lm) => void (lm.manner = "endlessly")),
  },
  {
    name: "a decoder that fails on a code",
    alerts: ["UtterCodecFailing"],
    async env(lms, folder) {
      const path = join(folder, "decoder.onnx");
      await Bun.write(path, brittleDecoder());
      return neucodec(lms, { DECODER_MODEL: path });
    },
    load: openLoop(2, 1),
    before: async (_server, lms) => lms.forEach((lm) => void (lm.manner = "fatally")),
  },
  {
    name: "all LMs down",
    alerts: ["UtterNotReady"],
    env: (lms) => neucodec(lms),
    load: openLoop(2, 1),
    before: async (_server, lms) => void (await Promise.all(lms.map((lm) => lm.stop()))),
  },
  {
    name: "clients that do not read",
    alerts: ["UtterReadersCut"],
    env: (lms) => neucodec(lms, { CLIENT_STALL_TIMEOUT_S: "1", MAX_INPUT_CHARS: "100000" }),
    load: together(deafClients(0.5, { sample_rate: 48_000 }), openLoop(1, 1)),
  },
  {
    name: "restarts in a row",
    alerts: ["UtterRestarting"],
    env: FLITE,
    load: idle,
    async disturb(server, env) {
      await server.stop();
      await server.start(env);
      await Bun.sleep(3000);
    },
  },
  {
    name: "complete files that nobody reads",
    alerts: ["UtterMemoryGrows"],
    env: () => ({ ...FLITE(), MAX_INPUT_CHARS: "100000", CLIENT_STALL_TIMEOUT_S: "250" }),
    load: async (url, signal) => {
      await Bun.sleep(20_000); // what it keeps without load
      await deafClients(1, { stream: false })(url, signal);
    },
  },
  {
    name: "a container with little more memory than the server needs",
    alerts: ["UtterMemoryHigh"],
    env: FLITE,
    load: openLoop(2, 1),
    async before(server) {
      await openLoop(2, 1)(server.url, AbortSignal.timeout(5000));
      const bytes = await residentBytes(server);
      await server.stop();
      // Files that are mapped count as resident, but hardly against the limit, so the server is not killed.
      await server.start(FLITE(), bytes);
    },
  },
  {
    name: "a server that is gone",
    alerts: ["UtterDown"],
    env: FLITE,
    load: idle,
    before: (server) => server.stop(),
  },
];
