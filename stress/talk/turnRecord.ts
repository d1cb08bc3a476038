import type { Failure } from "../http/failure.ts";
import { RECORD_SCHEMA, type RequestRecord, rounded } from "../records/record.ts";
import type { CancelRecord, TalkRecord } from "../records/talkRecord.ts";
import { textOf } from "../reply/reply.ts";
import { SocketFailure } from "../socket/closeFailure.ts";
import type { ReplyMeter } from "./replyMeter.ts";
import type { Turn } from "./plannedTurn.ts";
import type { Connection } from "./speaker.ts";

/** The tokens that were sent. Times are milliseconds of the level's clock. */
export interface SentTokens {
  /** When the turn began. */
  readonly startMs: number;
  readonly lagsMs: number[];
  lastMs: number | null;
}

/** How a turn ended. */
export interface Outcome {
  readonly endMs: number;
  readonly cancel: CancelRecord | null;
  readonly failure: Failure | null;
}

/** A turn after its end. */
interface MeasuredTurn {
  readonly turn: Turn;
  readonly sent: SentTokens;
  readonly meter: ReplyMeter;
  readonly outcome: Outcome;
}

/** Returns the record of a turn. Texts of the server pass `filter`. */
export function toTurnRecord(
  { turn, sent, meter, outcome }: MeasuredTurn,
  connection: Connection,
  filter: (text: string) => string,
): RequestRecord {
  const { endMs, failure } = outcome;
  const { connectMs, status, requestId, answerId } = connection;
  const sentMs = turn.dueMs + (sent.lagsMs[0] ?? Math.max(0, sent.startMs - turn.dueMs));
  return {
    schema: RECORD_SCHEMA,
    seq: turn.seq,
    level: turn.level,
    voice: turn.voice,
    chars: Array.from(textOf(turn.reply)).length,
    dueMs: rounded(turn.dueMs),
    sentMs: rounded(sentMs),
    sendLagMs: rounded(sentMs - turn.dueMs),
    connectMs: connectMs === null ? null : rounded(connectMs),
    headersMs: null,
    ...meter.audio.fields(),
    endMs: rounded(endMs),
    requestId,
    answerId: answerId === null || answerId === requestId ? null : filter(answerId),
    serverTiming: null,
    status: (failure instanceof SocketFailure ? failure.status : null) ?? status,
    error: failure?.kind ?? null,
    errorMessage: failure === null ? null : filter(failure.message),
    talk: talkOf({ turn, sent, meter, outcome }),
  };
}

function talkOf({ turn, sent, meter, outcome }: MeasuredTurn): TalkRecord {
  const { cancel, failure } = outcome;
  const { listener, alignment } = meter;
  return {
    conversation: turn.conversation,
    turn: turn.turn,
    tokenLagsMs: sent.lagsMs.map(rounded),
    lastTokenMs: roundedOrNull(sent.lastMs),
    heardMs: roundedOrNull(listener.heardMs),
    interrupts: turn.reply.interruptAfterMs !== null,
    cancel: cancel && {
      sentMs: rounded(cancel.sentMs),
      dropped: cancel.dropped,
      acknowledgedMs: roundedOrNull(cancel.acknowledgedMs),
      lastSoundMs: roundedOrNull(cancel.lastSoundMs),
      soundMs: rounded(cancel.soundMs),
      soundAfterAcknowledgementMs: rounded(cancel.soundAfterAcknowledgementMs),
      freedMs: roundedOrNull(cancel.freedMs),
    },
    alignment: alignment.result(textOf(turn.reply), cancel === null && failure === null),
  };
}

function roundedOrNull(ms: number | null): number | null {
  return ms === null ? null : rounded(ms);
}
