import { join } from "node:path";
import { type Crew, openCrew } from "../processes/crew.ts";
import type { CommonOptions } from "../options/options.ts";
import { openRecorder, type Recorder } from "../records/recorder.ts";
import { type Part, ONLY_PART } from "../load/part.ts";
import { openSender } from "../load/openSender.ts";
import type { Sender } from "../load/sender.ts";

/** Connections, files and processes that all levels of a run use. */
export interface Session extends Sender {
  readonly recorder: Recorder;
  readonly streamed: boolean;
  /** Part of every level that this run sends. */
  readonly part: Part;
  /** Worker processes that send; null: this process sends. */
  readonly crew: Crew | null;
}

/**
 * Opens the session of a run; the caller must call `closeSession`. The sender is opened first, so that earlier results
 * keep their names if a file that an option names cannot be read.
 *
 * @example
 * const session = await openSession(options);
 * try {
 *   await runLevel({ plan, session, screen: null }, signal);
 * } finally {
 *   await closeSession(session);
 * }
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

/** Returns the session of the warm-up, which this process sends without workers and not as a shard. */
export function soloSession(session: Session): Session {
  return { ...session, part: ONLY_PART, crew: null, keepAudio: false };
}

/** Ends connections and processes, and writes the last records. Rejects if a record could not be written. */
export async function closeSession({ context, crew, recorder }: Session): Promise<void> {
  context.transport.close();
  crew?.close();
  await recorder.close();
}

/** Returns the folder of this run's files. */
export function resultFolder(options: CommonOptions): string {
  return join(options.outputDir, options.benchmarkName);
}
