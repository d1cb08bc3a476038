/**
 * libavcodec's AAC encoder as WASM: the functions that the package's src/bridge.c exports. A context is a pointer into
 * the module's memory; 0: it could not be created. Negative results are libav error codes.
 */
export interface LibavAac {
  /** The memory; replaced when it grows. */
  readonly HEAPU8: Uint8Array;
  _init_encoder(channels: number, sampleRateHz: number, bitrateBps: number): number;
  /** Pointer for the interleaved floats of the next frame; 0: out of memory. */
  _get_encode_input_ptr(context: number, bytes: number): number;
  _send_frame(context: number, position: bigint): number;
  /** Bytes of the next packet; 0: not ready. */
  _receive_packet(context: number): number;
  _get_encoded_data(context: number): number;
  _flush_encoder_start(context: number): void;
  _close_encoder(context: number): void;
}

let loaded: Promise<LibavAac> | undefined;

/** Loads the module, once per process; each answer has a context of 0.7 MB in it. */
export async function loadLibavAac(): Promise<LibavAac> {
  loaded ??= load();
  return loaded;
}

/**
 * The package's entry runs the encoder in a Worker made of a string, which Bun never starts. The module that this Worker
 * would load works without it.
 */
async function load(): Promise<LibavAac> {
  const entry = import.meta.resolve("@mediabunny/aac-encoder");
  const module: unknown = await import(new URL("../modules/build/aac.js", entry).href);
  // A foreign border: the file has no types; LibavAac is what bridge.c exports.
  const { default: open } = module as { default: () => Promise<LibavAac> };
  return open();
}
