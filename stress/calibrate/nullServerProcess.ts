import { join } from "node:path";

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
  // Each report gets a new promise. A promise that lives as long as the process would keep every report in memory.
  let next = Promise.withResolvers<unknown>();
  let endedWith: Error | null = null;
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "nullServer.ts")], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    serialization: "advanced",
    ipc: (message) => next.resolve(message),
    onExit(_child, code, signal) {
      endedWith = new Error(`the null server ended with ${signal ?? `code ${code}`}`);
      next.reject(endedWith);
    },
  });
  // close() can end the process while no report is awaited, which would be an unhandled rejection.
  next.promise.catch(() => {});
  const port = await next.promise;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async report() {
      if (endedWith !== null) throw endedWith;
      next = Promise.withResolvers<unknown>();
      child.send("report");
      return (await next.promise) as NullReport; // nullServer.ts sends only reports
    },
    close: () => child.kill("SIGKILL"),
  };
}
