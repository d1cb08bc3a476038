import { expect, test } from "bun:test";
import { join } from "node:path";

test("a second Ctrl-C exits at once with 130, but the second SIGINT of one key press does not", async () => {
  const script = `
    import { interruptSignal } from ${JSON.stringify(join(import.meta.dir, "interrupt.ts"))};
    const signal = interruptSignal();
    process.emit("SIGINT");
    process.emit("SIGINT");
    console.log(signal.aborted);
    setTimeout(() => {
      process.emit("SIGINT");
      console.log("still here");
    }, 600);`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
  expect(await new Response(child.stdout).text()).toBe("true\n");
  expect(await child.exited).toBe(130);
}, 30_000);
