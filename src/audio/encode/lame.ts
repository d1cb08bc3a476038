import { SpeechError } from "../../errors.ts";

/**
 * LAME as WASM: the functions that the package's C code exports. A `ref` is a pointer to an encoder in the instance's
 * memory; 0: it could not be created. Negative results are error codes of LAME.
 */
interface Exports {
  /** Its buffer is replaced when it grows. */
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  /** Takes a pointer to five words: channels, rate, kb/s, VBR quality (a float) or −1, output rate. */
  enc_init(params: number): number;
  /** Returns a pointer to one pointer per channel, to space for `samples` floats. */
  enc_get_pcm(ref: number, samples: number): number;
  /** Returns a number of bytes. */
  enc_encode(ref: number, samples: number): number;
  /** Returns a number of bytes. */
  enc_flush(ref: number): number;
  enc_get_out_buf(ref: number): number;
  enc_free(ref: number): void;
}

/** One encoder of mono MP3 with a constant bit rate. */
export interface LameEncoder {
  encode(samples: Float32Array): Uint8Array;
  flush(): Uint8Array;
  free(): void;
}

/** Several encoders in one instance of the module. */
interface Instance {
  readonly exports: Exports;
  encoders: number;
}

/**
 * An encoder takes 2.3 MB, and an instance of its own would take 16 MB and 5–15 ms of the event loop. The memory of an
 * instance never shrinks, so that many encoders share several instances, and those that are no longer needed are freed.
 */
const MOST_ENCODERS = 32;
const WORD_BYTES = 4;
/** The VBR quality that means none. */
const CONSTANT_BIT_RATE = -1;

let compiled: Promise<WebAssembly.Module> | undefined;
const instances = new Set<Instance>();

/** Opens an encoder; 1 ms of work. Throws SpeechError "internal" if LAME has no memory or not this rate or bit rate. */
export async function openLame(rateHz: number, kbps: number): Promise<LameEncoder> {
  compiled ??= compile();
  const module = await compiled;
  const instance = [...instances].find(({ encoders }) => encoders < MOST_ENCODERS) ?? add(module);
  const { exports } = instance;
  const ref = init(exports, rateHz, kbps);
  if (ref === 0) throw new SpeechError("internal", "the MP3 encoder could not be opened");
  instance.encoders += 1;
  return encoderOf(exports, ref, () => {
    instance.encoders -= 1;
    if (instance.encoders === 0 && instances.size > 1) instances.delete(instance);
  });
}

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL(import.meta.resolve("wasm-media-encoders/wasm/mp3"));
  return WebAssembly.compile(await Bun.file(url).arrayBuffer());
}

function add(module: WebAssembly.Module): Instance {
  const { exports } = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: {
      proc_exit(code: number) {
        throw new SpeechError("internal", `LAME ended with ${code}`);
      },
    },
    env: { emscripten_notify_memory_growth() {} },
  });
  // A foreign border: Exports is what the module exports.
  const instance = { exports: exports as unknown as Exports, encoders: 0 };
  instance.exports._initialize();
  instances.add(instance);
  return instance;
}

function init(lame: Exports, rateHz: number, kbps: number): number {
  const params = lame.malloc(5 * WORD_BYTES);
  const words = new Int32Array(lame.memory.buffer, params, 5);
  // Without an output rate LAME lowers the rate at low bit rates.
  words.set([1, rateHz, kbps, 0, rateHz]);
  new Float32Array(lame.memory.buffer, params, 5)[3] = CONSTANT_BIT_RATE;
  const ref = lame.enc_init(params);
  lame.free(params);
  return ref;
}

/** `freed` is called once, when the encoder is freed. */
function encoderOf(lame: Exports, ref: number, freed: () => void): LameEncoder {
  let isOpen = true;
  // The next call overwrites the bytes: hence the copy.
  const output = (bytes: number): Uint8Array => {
    if (bytes < 0) throw new SpeechError("internal", `LAME failed with ${bytes}`);
    return new Uint8Array(lame.memory.buffer, lame.enc_get_out_buf(ref), bytes).slice();
  };
  return {
    encode(samples) {
      if (!isOpen) throw new SpeechError("internal", "the MP3 encoder is closed");
      const channels = lame.enc_get_pcm(ref, samples.length);
      if (channels === 0) throw new SpeechError("internal", "LAME is out of memory");
      const [mono = 0] = new Int32Array(lame.memory.buffer, channels, 1);
      new Float32Array(lame.memory.buffer, mono, samples.length).set(samples);
      return output(lame.enc_encode(ref, samples.length));
    },
    flush: () => output(lame.enc_flush(ref)),
    free() {
      if (!isOpen) return;
      isOpen = false;
      lame.enc_free(ref);
      freed();
    },
  };
}
