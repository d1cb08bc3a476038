import { AsyncLocalStorage } from "node:async_hooks";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

const capturing = new AsyncLocalStorage<{ stdout: string; stderr: string }>();

for (const name of ["stdout", "stderr"] as const) {
  const real = process[name];
  // It has no `isTTY`, so the command shows progress as plain lines.
  const pipe = {
    write(text: string) {
      const output = capturing.getStore();
      if (output !== undefined) output[name] += text;
      return true;
    },
  };
  Object.defineProperty(process, name, {
    configurable: true,
    get: () => (capturing.getStore() === undefined ? real : pipe),
  });
}

/** Runs `work`; returns its result and the text that it writes to stdout and stderr. Output of other work is not captured. */
export async function captured<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly output: Output }> {
  const output = { stdout: "", stderr: "" };
  const value = await capturing.run(output, work);
  return { value, output };
}
