import { Command } from "commander";
import { messageOf } from "../src/message.ts";
import { BENCHES } from "./benches.ts";
import { machineLine } from "./machine.ts";

const program = new Command("bun run bench")
  .description(
    "Benchmarks that print ratios and percentiles with machine and date. Run them on an idle machine; figures hold for " +
      "this machine and this run only.",
  )
  .addHelpText("after", "\nbun run bench NAME --help has the flags of a bench.");
const [wanted = ""] = Bun.argv.slice(2);
for (const [name, { about, open }] of Object.entries(BENCHES)) {
  const command = program.command(name).description(about);
  if (name !== wanted) continue;
  (await open()).define(command);
  command.hook("preAction", () => console.log(`${name}: ${machineLine()}`));
}
try {
  if (wanted === "") program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
