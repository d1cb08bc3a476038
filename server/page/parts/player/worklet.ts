import { type Command, createPlayback } from "./playback.ts";

// The global scope of audio worklets; the DOM library does not declare it.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, type: new () => AudioWorkletProcessor): void;
declare const currentFrame: number;

/** Calls of `process` between two reports: 1024 frames, 43 ms. Changes are reported at once. */
const REPORT_EVERY = 8;

class Player extends AudioWorkletProcessor {
  private readonly playback = createPlayback();
  private calls = 0;

  constructor() {
    super();
    this.port.addEventListener("message", ({ data }: MessageEvent<Command>) =>
      this.playback.handle(data),
    );
    this.port.start();
  }

  process(_: unknown, [[out]]: [[Float32Array]]): boolean {
    const before = this.playback.report();
    this.playback.next(out, currentFrame);
    const after = this.playback.report();
    const hasChanged =
      before.isPlaying !== after.isPlaying ||
      before.isSounding !== after.isSounding ||
      before.firstSoundFrame !== after.firstSoundFrame;
    this.calls += 1;
    if (hasChanged || this.calls % REPORT_EVERY === 0) this.port.postMessage(after);
    return true;
  }
}

registerProcessor("player", Player);
