/** How the live answers in flight are doing, and so whether one more can begin at once. Pure: time comes in. */
export interface StartLimiter<W> {
  /** Answers without any audio yet. */
  readonly starting: number;
  begin(nowMs: number, work: W): void;
  /** The answer waits for its engine. */
  onWaiting(work: W): void;
  /** The engine gave so many seconds of audio. */
  onAudio(nowMs: number, work: W, audioS: number): void;
  end(work: W): void;
  /** Whether a new answer would have its first audio soon, and take nobody's. */
  mayBegin(nowMs: number): boolean;
}

interface Answer {
  readonly beganMs: number;
  /** Nobody else is served until its first audio; while nothing is known, nobody else waited for the engine as it began. */
  alone: boolean;
  firstMs: number | null;
  handedS: number;
  wants: boolean;
}

/** Starts at once before anything is known. */
const FIRST_LIMIT = 4;
/** Maximum ratio of time to first audio to that of an answer alone (ρ below). */
const MAX_TTFA_RATIO = 1.4;
/** What first audio alone takes while nobody was alone, milliseconds: half of what a live listener is to wait. */
const USUAL_ALONE_MS = 150;
/** Engines serve whoever runs dry first: before a newcomer, who is due in 300 ms, come all with less audio left. */
const NEAR_UNDERRUN_MS = 300;
/** Some are always close: those that just began, and those whose LM is hardly faster than speech. */
const MANY_CLOSE = 0.2;
/** A fifth of the newest: about the last ten count. */
const NEWEST = 0.2;

/**
 * The number of answers that may be without audio at once is held where time to first audio is MAX_TTFA_RATIO times
 * that of an answer alone: one more after each that was quicker, one fewer after each that was slower. So it fits a voice on two cores
 * and a speech LM that batches hundreds.
 */
export function createStartLimiter<W>(): StartLimiter<W> {
  const answers = new Map<W, Answer>();
  let starting = 0;
  let limit = FIRST_LIMIT;
  let aloneMs = 0;

  function learn(tookMs: number, alone: boolean): void {
    if (alone) aloneMs = aloneMs === 0 ? tookMs : aloneMs + NEWEST * (tookMs - aloneMs);
    if (tookMs > MAX_TTFA_RATIO * (aloneMs || USUAL_ALONE_MS)) limit = Math.max(1, limit - 1);
    else if (wanting() >= limit) limit += 1;
  }

  function wanting(): number {
    let count = 0;
    for (const { wants } of answers.values()) if (wants) count += 1;
    return count;
  }

  function countNearUnderrun(nowMs: number): number {
    let count = 0;
    for (const { firstMs, handedS, wants } of answers.values())
      if (wants && firstMs !== null && firstMs + handedS * 1000 - nowMs < NEAR_UNDERRUN_MS)
        count += 1;
    return count;
  }

  return {
    get starting() {
      return starting;
    },
    begin(nowMs, work) {
      for (const answer of answers.values()) answer.alone = false;
      const alone = answers.size === 0 || (aloneMs === 0 && wanting() === 0);
      answers.set(work, { beganMs: nowMs, alone, firstMs: null, handedS: 0, wants: true });
      starting += 1;
    },
    onWaiting(work) {
      const answer = answers.get(work);
      if (answer !== undefined) answer.wants = true;
    },
    onAudio(nowMs, work, audioS) {
      const answer = answers.get(work);
      if (answer === undefined) return;
      if (answer.firstMs === null) {
        answer.firstMs = nowMs;
        learn(nowMs - answer.beganMs, answer.alone);
        starting -= 1;
      }
      answer.wants = false;
      answer.handedS += audioS;
    },
    end(work) {
      if (answers.get(work)?.firstMs === null) starting -= 1;
      answers.delete(work);
    },
    mayBegin: (nowMs) => wanting() < limit && countNearUnderrun(nowMs) <= MANY_CLOSE * answers.size,
  };
}
