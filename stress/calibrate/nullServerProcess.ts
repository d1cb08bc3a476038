import { join } from "node:path";
import { startReporting } from "./reportingProcess.ts";

/** Events of the null server, on its own clock (milliseconds since 1970). */
export interface NullReport {
  /** x-request-id and arrival of every request. */
  readonly arrivals: readonly (readonly [string, number])[];
  /** x-request-id of every paced answer, and the instant at which each of its pieces was written. */
  readonly pieces: readonly (readonly [string, readonly number[]])[];
  /** Maximum number of answers that were held at once. */
  readonly peak: number;
}

/** A null server in a separate process. */
export interface NullServer {
  readonly url: string;
  /** Returns the events since the last report. Rejects if the process ends. */
  report(): Promise<NullReport>;
  close(): void;
}

/**
 * Starts a null server, which `close` kills. Rejects if the server does not start.
 *
 * @example
 * const server = await startNullServer();
 * await fetch(`${server.url}/whole/v1/audio/speech`, { method: "POST" });
 * (await server.report()).arrivals.length; // 1
 * server.close();
 */
export async function startNullServer(): Promise<NullServer> {
  const child = await startReporting(join(import.meta.dir, "nullServer.ts"), "the null server");
  return {
    url: `http://127.0.0.1:${String(child.address)}`,
    report: async () => (await child.report()) as NullReport, // nullServer.ts sends only reports
    close: child.close,
  };
}
