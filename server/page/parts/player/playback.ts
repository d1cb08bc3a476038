/** Least amplitude that counts as sound: -60 dB. Speech begins with near silence, which nobody hears. */
const AUDIBLE = 0.001;

/** What the page tells the playback. */
export type Command =
  | { readonly do: "load"; readonly take: number }
  | { readonly do: "append"; readonly pcm: Int16Array }
  | { readonly do: "complete" }
  | { readonly do: "seek"; readonly sample: number }
  | { readonly do: "play" | "pause" };

/** The state of the playback at a frame of the audio clock. */
export interface Report {
  /** The number with which the sound was loaded. */
  readonly take: number;
  readonly frame: number;
  /** The sample that is played at `frame`. */
  readonly position: number;
  readonly length: number;
  readonly isPlaying: boolean;
  /** Whether samples are played: not while the playback waits for more of them. */
  readonly isSounding: boolean;
  readonly isEnded: boolean;
  /** How often, and for how many frames, the playback waited for samples after its first one. */
  readonly stalls: number;
  readonly stalledFrames: number;
  /** Frame of the first audible sample; null before. */
  readonly firstSoundFrame: number | null;
}

/** Plays samples while they arrive. Has no clock of its own: the audio device asks for the next frames. */
export interface Playback {
  handle(command: Command): void;
  /** Writes the next samples to `out`, whose first one is played at `frame` of the audio clock. */
  next(out: Float32Array, frame: number): void;
  report(): Report;
}

const EMPTY: Report = {
  take: 0,
  frame: 0,
  position: 0,
  length: 0,
  isPlaying: false,
  isSounding: false,
  isEnded: false,
  stalls: 0,
  stalledFrames: 0,
  firstSoundFrame: null,
};

export function createPlayback(): Playback {
  let chunks: Int16Array[] = [];
  let state = EMPTY;
  let isComplete = false;
  /** Whether the last fill lacked samples. */
  let isStalling = false;

  /** Copies samples from the position on; returns their number. */
  function read(out: Float32Array): number {
    let [from, written] = [state.position, 0];
    for (const chunk of chunks) {
      if (written === out.length) break;
      if (from >= chunk.length) {
        from -= chunk.length;
        continue;
      }
      const part = chunk.subarray(from, from + out.length - written);
      for (const sample of part) out[written++] = sample / 32_768;
      from = 0;
    }
    return written;
  }

  function advance(out: Float32Array, frame: number): void {
    const count = read(out);
    const first = out.subarray(0, count).findIndex((sample) => Math.abs(sample) >= AUDIBLE);
    const isDry = count < out.length;
    const isEnded = isDry && isComplete;
    const isStalled = isDry && !isEnded && state.position + count > 0;
    const isNewStall = isStalled && !isStalling;
    isStalling = isStalled;
    state = {
      ...state,
      frame: frame + out.length,
      position: state.position + count,
      isPlaying: !isEnded,
      isSounding: count > 0,
      isEnded,
      stalls: state.stalls + (isNewStall ? 1 : 0),
      stalledFrames: state.stalledFrames + (isStalled ? out.length - count : 0),
      firstSoundFrame: state.firstSoundFrame ?? (first < 0 ? null : frame + first),
    };
  }

  return {
    handle(command) {
      if (command.do === "load") {
        [chunks, isComplete, isStalling] = [[], false, false];
        state = { ...EMPTY, take: command.take, frame: state.frame };
      } else if (command.do === "append") {
        chunks.push(command.pcm);
        state = { ...state, length: state.length + command.pcm.length };
      } else if (command.do === "complete") isComplete = true;
      else if (command.do === "seek") {
        const position = Math.min(state.length, Math.max(0, Math.round(command.sample)));
        state = { ...state, position, isEnded: false };
      } else state = { ...state, isPlaying: command.do === "play", isSounding: false };
    },
    next(out, frame) {
      out.fill(0);
      if (state.isPlaying) advance(out, frame);
      else state = { ...state, frame: frame + out.length };
    },
    report: () => state,
  };
}
