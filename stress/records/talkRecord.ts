import { z } from "zod";

const number = z.number();
const ms = number.nullable();

/** What is wrong with the times that a server sent with its sound. */
const alignmentSchema = z.object({
  /** Characters of the reply that have no time. */
  missing: number,
  /** Characters with a time that are not in the reply. */
  extra: number,
  /** Starts that are before the one before them, or are no number. */
  falls: number,
  /** Messages whose times begin at 0 again. */
  restarts: number,
});

/** An interruption of the caller. Times are milliseconds from the start of the level; null: not measured or not reported. */
const cancelSchema = z.object({
  sentMs: number,
  /** True if the protocol cannot cancel, so that the connection was closed: what came after it is not known. */
  dropped: z.boolean(),
  /** When the server acknowledged the cancellation. */
  acknowledgedMs: ms,
  /** Arrival of the last audio after the cancellation; null without any. */
  lastSoundMs: ms,
  /** Length of the audio that arrived after the cancellation, and after its acknowledgement, milliseconds. */
  soundMs: number,
  soundAfterAcknowledgementMs: number,
  /** When the server counted no request of the tester any more. */
  freedMs: ms,
});

/** The member `talk` of a record: a reply of a conversation. Times are milliseconds from the start of the level. */
export const talkSchema = z.object({
  conversation: number,
  turn: number,
  /** Lag of each token that was sent, milliseconds. */
  tokenLagsMs: z.array(number),
  lastTokenMs: ms,
  /** When a listener who plays at once hears the first sound. */
  heardMs: ms,
  /** The caller interrupts this reply, unless it ends before. */
  interrupts: z.boolean(),
  /** Null if the reply was not cancelled. */
  cancel: cancelSchema.nullable(),
  /** Null if the server sent no times. */
  alignment: alignmentSchema.nullable(),
});

export type TalkRecord = Readonly<z.output<typeof talkSchema>>;
export type CancelRecord = Readonly<z.output<typeof cancelSchema>>;
export type AlignmentRecord = Readonly<z.output<typeof alignmentSchema>>;
