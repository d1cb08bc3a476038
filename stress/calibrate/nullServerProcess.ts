import { join } from "node:path";

/** What the null server has received and written, on its own clock (milliseconds since 1970). */
export interface NullReport {
  /** x-request-id and arrival of every request. */
  readonly arrivals: readonly (readonly [string, number])[];
  /** x-request-id of every paced answer, and the instant at which each of its pieces was written. */
  readonly pieces: readonly (readonly [string, readonly number[]])[];
  /** Maximum number of answers that were held at once. */
  readonly peak: number;
}

/** A null server in a process of its own. */
export interface NullServer {
  readonly url: string;
  /** Events since the last report. Rejects if the process ends. */
  report(): Promise<NullReport>;
  close(): void;
}

/**
 * Starts a null server; `close` kills it. Rejects if it does not start.
 *
 * @example
 * const server = await startNullServer();
 * await fetch(`${server.url}/whole/v1/audio/speech`, { method: "POST" });
 * (await server.report()).arrivals.length; // 1
 * server.close();
 */
export async function startNullServer(): Promise<NullServer> {
  // One slot for the next message: a promise of the whole process would keep every report in memory.
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
  next.promise.catch(() => {}); // close() ends the process while no report is awaited
  const port = await next.promise;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async report() {
      if (endedWith !== null) throw endedWith;
      next = Promise.withResolvers<unknown>();
      child.send("report");
      return (await next.promise) as NullReport; // nullServer.ts sends only these
    },
    close: () => child.kill("SIGKILL"),
  };
}
