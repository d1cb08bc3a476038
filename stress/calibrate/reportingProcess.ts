/** A server of a measurement in a process of its own. It sends where it listens, then a report for each request. */
export interface ReportingProcess {
  /** What the process sent when it listened. */
  readonly address: unknown;
  /** Returns the events since the last report. Rejects if the process has ended, or ends before its answer. */
  report(): Promise<unknown>;
  /** Kills the process. */
  close(): void;
}

/** Starts the script at `path`. Rejects if it ends before it listens; the error names it `name`. */
export async function startReporting(path: string, name: string): Promise<ReportingProcess> {
  // Each report gets a new promise. A promise that lives as long as the process would keep every report in memory.
  let next = Promise.withResolvers<unknown>();
  let endedWith: Error | null = null;
  const child = Bun.spawn([process.execPath, path], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    serialization: "advanced",
    ipc: (message) => next.resolve(message),
    onExit(_child, code, signal) {
      endedWith = new Error(`${name} ended with ${signal ?? `code ${code}`}`);
      next.reject(endedWith);
    },
  });
  // close() can end the process while no report is awaited, which would be an unhandled rejection.
  next.promise.catch(() => {});
  return {
    address: await next.promise,
    async report() {
      if (endedWith !== null) throw endedWith;
      next = Promise.withResolvers<unknown>();
      child.send("report");
      return next.promise;
    },
    close: () => child.kill("SIGKILL"),
  };
}
