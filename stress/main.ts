import { runBurst } from "./burst.ts";
import { interruptSignal } from "./interrupt.ts";
import { parseInvocation } from "./options.ts";

const invocation = parseInvocation(process.argv.slice(2));
if (invocation.kind === "exit") process.exit(invocation.code);
process.exit(await runBurst(invocation.options, interruptSignal()));
