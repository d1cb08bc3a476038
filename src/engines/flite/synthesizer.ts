import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { joined } from "../../audio/pcm.ts";
import { createResampler } from "../../audio/resample.ts";
import { readWav } from "../../audio/wav.ts";

/** One utterance for Flite. */
export interface FliteJob {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

/** Every voice comes out at this rate, Hz; their own are 16 kHz, that of `kal` 8 kHz. */
export const FLITE_HZ = 24_000;

/**
 * Pages of 64 KiB that Flite finds ready. At the lowest speed the longest utterance takes 580, one of spelled letters
 * 2890; only a row of marks that are read out takes more. JavaScriptCore reserves the room to grow for a few memories
 * only; where encoders hold those, Flite would copy all it has at each of many steps, ten times the work of speaking.
 * Pages that are not touched cost nothing.
 */
const READY_PAGES = 4096;

/** A fresh Flite that does not need to grow. Throws when the module has no memory. */
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
 * Says one utterance: a fresh instance of the compiled Flite, whose only file lives in memory. Returns mono PCM at
 * FLITE_HZ. Throws when Flite ends with an error or writes nothing.
 */
export function say(flite: WebAssembly.Module, job: FliteJob): Float32Array {
  const wav = new File(new Uint8Array(0));
  const complaints: string[] = [];
  const listen = ConsoleStdout.lineBuffered((line) => void complaints.push(line));
  const wasi = new WASI(
    [
      "flite",
      "-voice",
      job.voice,
      "--setf",
      `duration_stretch=${1 / job.speed}`,
      "-t",
      ascii(job.text),
      "-o",
      "/out/wav",
    ],
    [],
    [
      new OpenFile(new File([])),
      listen,
      listen,
      new PreopenDirectory("/out", new Map([["wav", wav]])),
    ],
    { debug: false },
  );
  const instance = openFliteInstance(flite, { wasi_snapshot_preview1: wasi.wasiImport });
  // The shim's type asks for the two exports that every WASI command has.
  const code = wasi.start(instance as Parameters<WASI["start"]>[0]);
  if (code !== 0 || wav.data.length === 0) {
    throw new Error(`flite ended with code ${code}: ${complaints.join(" ").slice(0, 200)}`);
  }
  const { sampleRateHz, samples } = readWav(wav.data);
  return toRate(samples, sampleRateHz);
}

/** Flite reads ASCII: marks leave their letters, anything else becomes a blank. */
function ascii(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, " ");
}

function toRate(samples: Float32Array, fromHz: number): Float32Array {
  const resampler = createResampler(fromHz, FLITE_HZ);
  const head = resampler.push(samples);
  return joined(head, resampler.end());
}
