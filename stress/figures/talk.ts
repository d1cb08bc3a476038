import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { TalkRecord } from "../records/talkRecord.ts";
import type { Outcome } from "./outcome.ts";
import { type Stats, stats } from "./stats.ts";

/** Figures of conversations. Times are milliseconds; null: nothing was measured, or the server does not report it. */
export interface TalkFigures {
  /** Conversations of which a reply was spoken. */
  readonly conversations: number;
  /** From the first token to the first audio. */
  readonly firstTokenToByteMs: Stats | null;
  /** From the first token until a listener who plays at once hears the first sound. */
  readonly firstTokenToSoundMs: Stats | null;
  /** Lag of the tokens behind their instants. */
  readonly tokenLagMs: Stats | null;
  readonly interruptions: Interruptions | null;
  readonly alignment: Alignment | null;
}

/** Replies that their callers interrupt. */
export interface Interruptions {
  /** Replies that were to be interrupted. */
  readonly planned: number;
  /** Those that were cancelled. The others had arrived completely before. */
  readonly cancelled: number;
  /** From the cancellation to the last audio that came after it; 0 if none came. */
  readonly soundAfterMs: Stats | null;
  /** Length of the audio that came after each cancellation. */
  readonly lateSoundMs: Stats | null;
  /** Cancellations after whose acknowledgement audio still came. */
  readonly soundAfterAcknowledgement: number;
  readonly acknowledgedMs: Stats | null;
  /** From the cancellation until the server counted no request of the tester any more. */
  readonly freedMs: Stats | null;
}

/** Faults of the times that came with the sound. */
export interface Alignment {
  /** Replies with times. */
  readonly replies: number;
  /** Replies with missing or extra characters, or with falling times. */
  readonly faulty: number;
  readonly missing: number;
  readonly extra: number;
  readonly falls: number;
  readonly restarts: number;
}

/** A reply, with its times in relation to its first token. */
type Spoken = Outcome & { readonly talk: TalkRecord };

/** Computes the figures of the conversations among `outcomes`; null without conversations. */
export function talkFigures(
  outcomes: readonly Outcome[],
  method: PercentileMethod,
): TalkFigures | null {
  const all = outcomes.filter(isSpoken);
  if (all.length === 0) return null;
  const ok = all.filter(({ error }) => error === null);
  const figure = (of: (spoken: Spoken) => number | null) =>
    stats(
      ok.map(of).filter((value) => value !== null),
      method,
    );
  const planned = ok.filter(({ talk }) => talk.interrupts);
  const cancelled = planned.filter(({ talk }) => talk.cancel !== null);
  return {
    conversations: new Set(all.map(({ talk }) => talk.conversation)).size,
    firstTokenToByteMs: figure(firstTokenToByteMs),
    firstTokenToSoundMs: figure(firstTokenToSoundMs),
    tokenLagMs: stats(
      all.flatMap(({ talk }) => talk.tokenLagsMs),
      method,
    ),
    interruptions:
      planned.length === 0
        ? null
        : {
            planned: planned.length,
            cancelled: cancelled.length,
            soundAfterMs: figure(soundAfterCancelMs),
            lateSoundMs: figure(({ talk: { cancel } }) =>
              cancel === null || cancel.dropped ? null : cancel.soundMs,
            ),
            soundAfterAcknowledgement: cancelled.filter(
              ({ talk }) => (talk.cancel?.soundAfterAcknowledgementMs ?? 0) > 0,
            ).length,
            acknowledgedMs: figure(cancelAcknowledgedMs),
            freedMs: figure(slotFreedMs),
          },
    alignment: alignmentFigures(ok),
  };
}

/** True for a reply of a conversation. */
function isSpoken(outcome: Outcome): outcome is Spoken {
  return outcome.talk !== undefined;
}

/** True if the reply was cancelled, so that its length and its end are those of the interruption. */
export function isCancelled({ talk }: Outcome): boolean {
  return talk !== undefined && talk.cancel !== null;
}

/** True if the times of the reply have a fault; null if it has no times. */
export function hasAlignmentFault({ talk }: Outcome): boolean | null {
  const alignment = talk?.alignment ?? null;
  if (alignment === null) return null;
  return alignment.missing + alignment.extra + alignment.falls > 0;
}

/** Returns the time from the first token of a reply to its first audio; null without audio. */
export function firstTokenToByteMs({ sentMs, firstAudioMs, talk }: Outcome): number | null {
  return talk === undefined || firstAudioMs === null ? null : firstAudioMs - sentMs;
}

/** Returns the time from the first token until the first sound is heard; null if nothing was heard or decoded. */
export function firstTokenToSoundMs({ sentMs, talk }: Outcome): number | null {
  const heardMs = talk?.heardMs ?? null;
  return heardMs === null ? null : heardMs - sentMs;
}

/** Returns the time from the cancellation to the last audio, 0 without any; null if the connection was closed instead. */
export function soundAfterCancelMs({ talk }: Outcome): number | null {
  const cancel = talk?.cancel ?? null;
  if (cancel === null || cancel.dropped) return null;
  return cancel.lastSoundMs === null ? 0 : cancel.lastSoundMs - cancel.sentMs;
}

/** Returns the time from the cancellation to its acknowledgement; null without one. */
export function cancelAcknowledgedMs({ talk }: Outcome): number | null {
  const cancel = talk?.cancel ?? null;
  return cancel === null || cancel.acknowledgedMs === null
    ? null
    : cancel.acknowledgedMs - cancel.sentMs;
}

/** Returns the time from the cancellation until the slot was free; null if the server does not report it. */
export function slotFreedMs({ talk }: Outcome): number | null {
  const cancel = talk?.cancel ?? null;
  return cancel === null || cancel.freedMs === null ? null : cancel.freedMs - cancel.sentMs;
}

/** Returns the largest lag of the reply's tokens, milliseconds; null if none was sent. */
export function worstTokenLagMs({ talk }: Outcome): number | null {
  return talk === undefined || talk.tokenLagsMs.length === 0 ? null : Math.max(...talk.tokenLagsMs);
}

function alignmentFigures(ok: readonly Spoken[]): Alignment | null {
  const checked = ok.flatMap(({ talk }) => talk.alignment ?? []);
  if (checked.length === 0) return null;
  const sum = (name: "missing" | "extra" | "falls" | "restarts") =>
    checked.reduce((total, alignment) => total + alignment[name], 0);
  return {
    replies: checked.length,
    faulty: ok.filter((outcome) => hasAlignmentFault(outcome) === true).length,
    missing: sum("missing"),
    extra: sum("extra"),
    falls: sum("falls"),
    restarts: sum("restarts"),
  };
}
