import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { createLimiter } from "../../audio/limit.ts";
import { filtered, OUTPUT_HZ } from "../../audio/pcm.ts";
import { createResampler } from "../../audio/resample.ts";
import { readWav } from "../../audio/wav.ts";
import { GAINS } from "./gains.ts";
import { readable } from "./readable.ts";
import { phrasesOf, readSegments, type TimeRange } from "./segments.ts";
import { wordTimes } from "./wordTimes.ts";

/** One utterance for Flite. */
export interface FliteJob {
  readonly text: string;
  /** The words of `text`, in order. */
  readonly words: readonly string[];
  readonly voice: string;
  readonly speed: number;
  /** Longest silence before the first sound and after the last one, seconds; Flite's own by default. */
  readonly maxLeadS?: number;
  readonly maxTailS?: number;
}

/** An utterance that Flite has spoken. */
export interface Spoken {
  /** Mono PCM at OUTPUT_HZ. */
  readonly samples: Float32Array;
  /** When each word of the job is spoken; null for a word without a sound. */
  readonly times: readonly (TimeRange | null)[];
}

/**
 * Memory that Flite gets in advance, so that it rarely grows, pages of 64 KiB. At the lowest speed the longest utterance
 * needs 580 pages, or 2890 if it consists of spelled letters; only a long row of symbols that are read out needs more.
 * JavaScriptCore reserves address space for growth only for a few memories. If encoders hold those, each growth step
 * copies all of Flite's memory, which costs ten times the synthesis. Untouched pages cost nothing.
 */
const READY_PAGES = 4096;

/** Creates an instance of Flite and grows its memory by READY_PAGES. Throws if the module exports no memory. */
export function openFliteInstance(
  flite: WebAssembly.Module,
  imports: Bun.WebAssembly.Imports,
): WebAssembly.Instance {
  const instance = new WebAssembly.Instance(flite, imports);
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error("the voice's module has no memory");
  memory.grow(READY_PAGES);
  return instance;
}

/**
 * Speaks one utterance in a new instance of the compiled Flite, with its output file in memory. Throws if Flite ends
 * with an error, writes no audio, or prints its segments in another format.
 */
export function say(flite: WebAssembly.Module, job: FliteJob): Spoken {
  const wav = new File(new Uint8Array(0));
  const [printed, errors]: [string[], string[]] = [[], []];
  const { text, words } = readable(job.text, job.words);
  const wasi = new WASI(
    [
      "flite",
      "-voice",
      job.voice,
      "--setf",
      `duration_stretch=${1 / job.speed}`,
      "-psdur",
      "-t",
      text,
      "-o",
      "/out/wav",
    ],
    [],
    [
      new OpenFile(new File([])),
      ConsoleStdout.lineBuffered((line) => void printed.push(line)),
      ConsoleStdout.lineBuffered((line) => void errors.push(line)),
      new PreopenDirectory("/out", new Map([["wav", wav]])),
    ],
    { debug: false },
  );
  const instance = openFliteInstance(flite, { wasi_snapshot_preview1: wasi.wasiImport });
  // The shim's type requires the two exports that every WASI command has.
  const code = wasi.start(instance as Parameters<WASI["start"]>[0]);
  if (code !== 0 || wav.data.length === 0) {
    const output = [...errors, ...printed].join(" ");
    throw new Error(`flite ended with code ${code}: ${output.slice(0, 200)}`);
  }
  const { sampleRateHz, samples } = readWav(wav.data);
  const segments = readSegments(printed.join(" "), samples.length / sampleRateHz);
  const times = wordTimes(text, words, segments);
  const resampled = filtered(samples, createResampler(sampleRateHz, OUTPUT_HZ));
  const limited = filtered(resampled, createLimiter(GAINS[job.voice] ?? 1));
  return trimmed({ samples: limited, times }, phrasesOf(segments).flat(), job);
}

/** Cuts the silence at the edges that is longer than the job allows, and moves the times of the words. */
function trimmed(
  { samples, times }: Spoken,
  sounds: readonly TimeRange[],
  { maxLeadS = Infinity, maxTailS = Infinity }: FliteJob,
): Spoken {
  const fromS = Math.max(0, (sounds[0]?.fromS ?? 0) - maxLeadS);
  const toS = (sounds.at(-1)?.toS ?? Infinity) + maxTailS;
  const start = Math.round(fromS * OUTPUT_HZ);
  return {
    samples: samples.slice(start, Math.min(samples.length, Math.round(toS * OUTPUT_HZ))),
    times: times.map((time) => time && { fromS: time.fromS - fromS, toS: time.toS - fromS }),
  };
}
