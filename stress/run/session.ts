import { join } from "node:path";
import { type Crew, openCrew } from "../processes/crew.ts";
import type { CommonOptions } from "../options/options.ts";
import { openRecorder, type Recorder } from "../records/recorder.ts";
import { type Part, ONLY_PART } from "../load/part.ts";
import { openSender } from "../load/openSender.ts";
import type { Sender } from "../load/sender.ts";

/** What all levels of a run share. */
export interface Session extends Sender {
  readonly recorder: Recorder;
  readonly streamed: boolean;
  /** Which requests of every level are sent from here. */
  readonly part: Part;
  /** The processes that send; null: this one does. */
  readonly crew: Crew | null;
}

/**
 * Opens what all levels share; `closeSession` closes it. The sender comes first: where an option names a file that
 * can't be read, earlier results keep their names.
 */
export async function openSession(options: CommonOptions): Promise<Session> {
  const sender = openSender(options);
  const crew = options.workers > 1 ? openCrew(options.workers, options) : null;
  try {
    const recorder = await openRecorder(resultFolder(options));
    return { ...sender, recorder, streamed: options.stream, part: options.shard, crew };
  } catch (error) {
    sender.context.transport.close();
    crew?.close();
    throw error;
  }
}

/** Warm-ups come one after another, from this process alone, and none of them is a shard's. */
export function soloSession(session: Session): Session {
  return { ...session, part: ONLY_PART, crew: null, keepAudio: false };
}

/** Ends connections and processes, and writes the last records. */
export async function closeSession({ context, crew, recorder }: Session): Promise<void> {
  context.transport.close();
  crew?.close();
  await recorder.close();
}

/** Where this run's files lie. */
export function resultFolder(options: CommonOptions): string {
  return join(options.outputDir, options.benchmarkName);
}
