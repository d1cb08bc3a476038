import { machineLine } from "./machine.ts";

interface Bench {
  run(args: readonly string[]): Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  embedded: () => import("./embedded.ts"),
  codec: () => import("./codec/codec.ts"),
  "codec-sim": () => import("./codec/sim.ts"),
  soak: () => import("./soak/soak.ts"),
  overload: () => import("./overload/overload.ts"),
  generator: () => import("./generator/generator.ts"),
  wer: () => import("./wer.ts"),
};

const HELP = `bun run bench NAME [options]: benchmarks that print ratios and percentiles with machine and date

  embedded [--quick]   the embedded voice over HTTP: start-up, a short word, 1 to 100 real-time listeners
  codec [--model FILE] [--tokens FILE] [--device cpu|cuda] [--streams 300] [--runs 3]
                       raw decode, then the whole server on replayed tokens, as a ratio to it
  codec-sim            the codec's policy on virtual time, beside a fixed hop served first come first
  soak [--minutes 10] [--engine flite|neucodec]
                       clients of every kind for long: memory, leaked places, hung requests, wrong endings
  overload [--seconds 60] [--engine flite|neucodec] [--model FILE]
                       ten times the capacity: who is refused and how fast, and what the admitted hear
  generator [--quick] [--only rate,paced,closed,held,report]
                       the load tester against a null server: rate, arrivals, chunk times, requests per second
  wer [--python PATH]  what a speech recogniser understands of it (needs a Python with pocketsphinx)

Run them on a quiet machine; each figure is of this machine and this run.`;

const [name, ...args] = Bun.argv.slice(2);
const open = BENCHES[name ?? ""];
if (open === undefined) {
  console.log(HELP);
  process.exit(name === undefined || name === "--help" ? 0 : 1);
}
console.log(`${name}: ${machineLine()}`);
const bench = await open();
await bench.run(args);
