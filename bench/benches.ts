import type { Command } from "commander";

interface Bench {
  /** Adds the flags and the action to the bench's command. */
  define(command: Command): void;
}

interface Listed {
  /** What it measures. */
  readonly about: string;
  /** Loads it. */
  readonly open: () => Promise<Bench>;
}

/** The benches of `bun run bench`, by name. */
export const BENCHES: Readonly<Record<string, Listed>> = {
  embedded: {
    about: "the embedded voice over HTTP: start-up, a short word, 1 to 100 real-time clients",
    open: () => import("./embedded.ts"),
  },
  codec: {
    about:
      "buffers allocated per window, raw decoder throughput, then the server's throughput on replayed tokens as a " +
      "ratio to it",
    open: () => import("./codec/codec.ts"),
  },
  gpu: {
    about:
      "the decoder on a GPU, or what of it runs on a CPU: time to open, runs by batch and length with and without CUDA " +
      "graphs, memory of the graphs, whether replays follow their input, first audio",
    open: () => import("./gpu/gpu.ts"),
  },
  "codec-sim": {
    about: "the codec's policy in simulated time, compared with a policy of fixed hops",
    open: () => import("./codec/sim.ts"),
  },
  fleet: {
    about:
      "how many servers a number of listeners needs, and what restarts and a lost node do behind each balancer, in " +
      "simulated time with the policies of admission and codec",
    open: () => import("./fleet/fleet.ts"),
  },
  soak: {
    about: "mixed clients for a long time: memory, leaked slots, hung requests, wrong endings",
    open: () => import("./soak/soak.ts"),
  },
  overload: {
    about: "ten times the capacity: refusal latency, and latency and stalls of admitted requests",
    open: () => import("./overload/overload.ts"),
  },
  generator: {
    about:
      "the load tester against a null server: rate, arrivals, chunk times, requests per second",
    open: () => import("./generator/generator.ts"),
  },
  text: {
    about:
      "how text is read: accuracy per language and kind, time of a reply and of hostile texts, first audio of a long " +
      "text beside its first sentence",
    open: () => import("./text/text.ts"),
  },
  homographs: {
    about: "words such as read, live, lead: how many are said right in a thousand sentences",
    open: () => import("./phonemes/homographs.ts"),
  },
  voice: {
    about:
      "the natural voice beside Flite: start, memory, CPU time, first audio, 60 and 100 real-time clients",
    open: () => import("./voice.ts"),
  },
  talk: {
    about:
      "conversations over a socket: first token to first sound, interruption, 200 random clients",
    open: () => import("./talk/talk.ts"),
  },
  wer: {
    about: "word error rate by recognisers, DNSMOS, silence before the first sound, Malay",
    open: () => import("./hearing/wer.ts"),
  },
  words: {
    about: "word times beside a forced alignment, at three speeds and after resampling",
    open: () => import("./hearing/wordTimes.ts"),
  },
};
