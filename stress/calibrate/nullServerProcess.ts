import { join } from "node:path";

/** What the null server wrote down, on its own clock (milliseconds since 1970). */
export interface NullReport {
  /** x-request-id and arrival of every request. */
  readonly arrivals: readonly (readonly [string, number])[];
  /** x-request-id of every paced answer, and when each of its pieces was written. */
  readonly pieces: readonly (readonly [string, readonly number[]])[];
  /** The most answers that were held at once. */
  readonly peak: number;
}

/** A null server in a process of its own. */
export interface NullServer {
  readonly url: string;
  /** What it has seen since the last report. */
  report(): Promise<NullReport>;
  close(): void;
}

/** Starts it. Throws Error when it does not come up. */
export async function startNullServer(): Promise<NullServer> {
  let heard = Promise.withResolvers<unknown>();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "nullServer.ts")], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    serialization: "advanced",
    ipc: (message) => heard.resolve(message),
  });
  const failed = child.exited.then((code) => {
    throw new Error(`the null server ended with code ${code}`);
  });
  failed.catch(() => {}); // its end is only a failure to who waits for it
  const port = await Promise.race([heard.promise, failed]);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async report() {
      heard = Promise.withResolvers<unknown>();
      child.send("report");
      return (await Promise.race([heard.promise, failed])) as NullReport; // our own nullServer.ts speaks there
    },
    close: () => child.kill("SIGKILL"),
  };
}
