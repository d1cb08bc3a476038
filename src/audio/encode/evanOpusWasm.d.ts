/** The WASM half of the package, whose own types cover only its main entry. */
declare module "@evan/opus/wasm/index.mjs" {
  export class Encoder {
    constructor(options: {
      channels: 1 | 2;
      sample_rate: 8000 | 12_000 | 16_000 | 24_000 | 48_000;
      application: "voip" | "audio" | "restricted_lowdelay";
    });
    /** Reads a setting, or sets it when `value` is given; `setting` is libopus's number for it. */
    ctl(setting: number, value?: number): number;
    /** One frame of 16-bit samples to one packet, a copy. */
    encode(samples: Uint8Array): Uint8Array;
    /** Frees the encoder's memory at once. */
    drop(): void;
  }

  export class Decoder {
    constructor(options: {
      channels: 1 | 2;
      sample_rate: 8000 | 12_000 | 16_000 | 24_000 | 48_000;
    });
    /** One packet to 16-bit samples. Throws libopus's error for an invalid packet. */
    decode(packet: Uint8Array): Uint8Array;
    /** Frees the decoder's memory at once. */
    drop(): void;
  }
}
