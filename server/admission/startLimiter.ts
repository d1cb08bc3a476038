/**
 * Decides whether one more live answer can begin now and be served well. Times are arguments; there is no clock. An
 * answer may begin if
 *
 *     w < L   and   u ≤ 0.2·n
 *
 * Each first audio, after τ ms, changes the limit:
 *
 *     L ← max(1, L − 1)  if τ > ρ·τ₁;   otherwise L ← L + 1  if w ≥ L
 *
 * where
 *
 *     w   live answers that wait for the engine, before or after their first audio
 *     L   limit of w; starts at FIRST_LIMIT, 4. It settles at a few for a voice on two cores, and at hundreds for an LM
 *         that batches
 *     n   live answers in flight
 *     u   answers of w that underrun within NEAR_UNDERRUN_MS, 300 ms: the deadline of a first audio. Engines serve the
 *         earliest deadline first, so all of u are served before the new answer
 *     0.2 MAX_NEAR_SHARE: some answers are always near an underrun, because they have just begun or because their LM is
 *         hardly faster than speech
 *     τ   time to first audio of an answer, ms
 *     τ₁  mean τ of answers that were served alone, ms; each new τ has weight SMOOTHING, 0.2. Before the first such
 *         answer it is TYPICAL_ALONE_MS, 150, half the target of 300
 *     ρ   MAX_TTFA_RATIO, 1.4. At ten times the capacity of behaviour/overload.test.ts the median of τ settles at 1.4·τ₁
 *         and the 95th percentile at 2.2·τ₁, below the target of 3·τ₁; ρ = 2 gives 1.9 and 4.1
 */
export interface StartLimiter<W> {
  /** Live answers in flight. */
  readonly inFlight: number;
  /** Live answers in flight that have no audio yet. */
  readonly starting: number;
  begin(nowMs: number, work: W): void;
  /** Reports that the answer waits for its engine. */
  onWaiting(work: W): void;
  /** Reports that the answer waits for more text of its client. The time until its next audio is no underrun. */
  onPaused(work: W): void;
  /** Reports that the engine produced `audioS` seconds of audio. */
  onAudio(nowMs: number, work: W, audioS: number): void;
  end(work: W): void;
  /** Returns true if a new answer would get its first audio soon and make no other answer underrun. */
  mayBegin(nowMs: number): boolean;
}

interface Answer {
  readonly beganMs: number;
  /**
   * True if no other answer was in flight when this answer began, and none has begun since. While τ₁ is unknown, others
   * may be in flight when this answer begins if none of them waits for the engine.
   */
  alone: boolean;
  firstMs: number | null;
  audioS: number;
  waiting: boolean;
  /** True from a pause to the next audio. */
  paused: boolean;
}

const FIRST_LIMIT = 4;
const MAX_TTFA_RATIO = 1.4;
const TYPICAL_ALONE_MS = 150;
const NEAR_UNDERRUN_MS = 300;
const MAX_NEAR_SHARE = 0.2;
/** Weight of the newest value in the mean. About the last ten values matter. */
const SMOOTHING = 0.2;

export function createStartLimiter<W>(): StartLimiter<W> {
  const answers = new Map<W, Answer>();
  let starting = 0;
  let limit = FIRST_LIMIT;
  let aloneMs = 0;

  function moveLimit(ttfaMs: number, alone: boolean): void {
    if (alone) aloneMs = aloneMs === 0 ? ttfaMs : aloneMs + SMOOTHING * (ttfaMs - aloneMs);
    if (ttfaMs > MAX_TTFA_RATIO * (aloneMs || TYPICAL_ALONE_MS)) limit = Math.max(1, limit - 1);
    else if (countWaiting() >= limit) limit += 1;
  }

  function countWaiting(): number {
    let count = 0;
    for (const { waiting } of answers.values()) if (waiting) count += 1;
    return count;
  }

  function countNearUnderrun(nowMs: number): number {
    let count = 0;
    for (const { firstMs, audioS, waiting } of answers.values())
      if (waiting && firstMs !== null && firstMs + audioS * 1000 - nowMs < NEAR_UNDERRUN_MS)
        count += 1;
    return count;
  }

  return {
    get inFlight() {
      return answers.size;
    },
    get starting() {
      return starting;
    },
    begin(nowMs, work) {
      for (const answer of answers.values()) answer.alone = false;
      const alone = answers.size === 0 || (aloneMs === 0 && countWaiting() === 0);
      answers.set(work, {
        beganMs: nowMs,
        alone,
        firstMs: null,
        audioS: 0,
        waiting: true,
        paused: false,
      });
      starting += 1;
    },
    onWaiting(work) {
      const answer = answers.get(work);
      if (answer !== undefined) answer.waiting = true;
    },
    onPaused(work) {
      const answer = answers.get(work);
      if (answer === undefined) return;
      answer.waiting = false;
      answer.paused = true;
    },
    onAudio(nowMs, work, audioS) {
      const answer = answers.get(work);
      if (answer === undefined) return;
      if (answer.firstMs === null) {
        answer.firstMs = nowMs;
        moveLimit(nowMs - answer.beganMs, answer.alone);
        starting -= 1;
      }
      if (answer.paused)
        answer.firstMs = Math.max(answer.firstMs ?? 0, nowMs - answer.audioS * 1000);
      answer.waiting = false;
      answer.paused = false;
      answer.audioS += audioS;
    },
    end(work) {
      if (answers.get(work)?.firstMs === null) starting -= 1;
      answers.delete(work);
    },
    mayBegin: (nowMs) =>
      countWaiting() < limit && countNearUnderrun(nowMs) <= MAX_NEAR_SHARE * answers.size,
  };
}
