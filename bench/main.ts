import { machineLine } from "./machine.ts";

interface Bench {
  run(args: readonly string[]): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  embedded: () => import("./embedded.ts"),
  codec: () => import("./codec/codec.ts"),
  gpu: () => import("./gpu/gpu.ts"),
  "codec-sim": () => import("./codec/sim.ts"),
  soak: () => import("./soak/soak.ts"),
  overload: () => import("./overload/overload.ts"),
  generator: () => import("./generator/generator.ts"),
  text: () => import("./text/text.ts"),
  homographs: () => import("./phonemes/homographs.ts"),
  voice: () => import("./voice.ts"),
  talk: () => import("./talk/talk.ts"),
  wer: () => import("./hearing/wer.ts"),
  words: () => import("./hearing/wordTimes.ts"),
};

const HELP = `bun run bench NAME [options]: benchmarks that print ratios and percentiles with machine and date

  embedded [--quick]   the embedded voice over HTTP: start-up, a short word, 1 to 100 real-time clients
  codec [--model FILE] [--tokens FILE] [--device cpu|cuda] [--streams 300] [--runs 3]
                       buffers allocated per window, raw decoder throughput, then the server's throughput on replayed
                       tokens as a ratio to it
  gpu [--model FILE] [--tokens FILE] [--device auto|cpu|cuda|cuda:N] [--listeners 1,16,64]
                       the decoder on a GPU, or what of it runs on a CPU: time to open, runs by batch and length with
                       and without CUDA graphs, memory of the graphs, whether replays follow their input, first audio
  codec-sim            the codec's policy in simulated time, compared with a policy of fixed hops
  soak [--minutes 10] [--engine flite|neucodec]
                       mixed clients for a long time: memory, leaked slots, hung requests, wrong endings
  overload [--seconds 60] [--engine flite|neucodec] [--model FILE]
                       ten times the capacity: refusal latency, and latency and stalls of admitted requests
  generator [--quick] [--only rate,paced,closed,held,report]
                       the load tester against a null server: rate, arrivals, chunk times, requests per second
  text [--cases FILE] [--wrong] [--only accuracy]
                       how text is read: accuracy per language and kind, time of a reply and of hostile texts,
                       first audio of a long text beside its first sentence
  homographs [--wrong] words such as read, live, lead: how many are said right in a thousand sentences
  voice [--quick] [--engines hibari,flite]
                       the natural voice beside Flite: start, memory, CPU time, first audio, 60 and 100 real-time clients
  talk [--engine hibari] [--quick] [--seconds 60]
                       conversations over a socket: first token to first sound, interruption, 200 random clients
  wer [--python PATH] [--whisper FOLDER] [--engine hibari] [--voice NAME] [--speeds 1,0.75,1.5,2] [--wrong]
                       word error rate by recognisers, DNSMOS, silence before the first sound, Malay
  words [--python PATH] [--engine hibari] [--voice NAME] [--worst]
                       word times beside a forced alignment, at three speeds and after resampling
                       (wer and words need a Python: pip install moonshine_cpp speechmos librosa requests pocketsphinx;
                       --whisper names the folder of a Whisper model and needs faster-whisper)

Run them on an idle machine; figures hold for this machine and this run only.`;

const [name, ...args] = Bun.argv.slice(2);
const open = BENCHES[name ?? ""];
if (open === undefined) {
  console.log(HELP);
  process.exit(name === undefined || name === "--help" ? 0 : 1);
}
console.log(`${name}: ${machineLine()}`);
const bench = await open();
await bench.run(args);
