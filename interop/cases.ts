import { messageOf } from "../src/message.ts";

/** A claim about the server with its test. `Stage` is what the test runs against: a server or a real LM. */
export interface Case<Stage> {
  readonly id: string;
  readonly claim: string;
  /** Resolves with the measured figures. Throws an Error if the claim does not hold. */
  run(stage: Stage): Promise<string>;
}

/** Throws an Error with `message` if `holds` is false. */
export function must(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/**
 * Runs the cases whose id starts with one of `prefixes`, prints one line each, and counts passed and failed ones.
 *
 * @example
 * const report = openReport(["formats-mp3"]);
 * await report.run(FORMATS, server);
 * process.exit(report.end());
 */
export function openReport(prefixes: readonly string[]) {
  let passed = 0;
  let failed = 0;
  const wanted = <Stage>(cases: readonly Case<Stage>[]) =>
    cases.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)));
  return {
    wants: <Stage>(cases: readonly Case<Stage>[]) => wanted(cases).length > 0,
    async run<Stage>(cases: readonly Case<Stage>[], stage: Stage): Promise<void> {
      for (const { id, claim, run } of wanted(cases)) {
        const label = `${id.padEnd(18)} ${claim}`;
        try {
          const figures = await run(stage);
          passed += 1;
          console.log(`pass  ${label}: ${figures}`);
        } catch (error) {
          failed += 1;
          console.log(`FAIL  ${label}: ${messageOf(error)}`);
        }
      }
    },
    /** Prints the totals and returns the exit code: 1 if a case failed, or if no case ran because no name matched. */
    end(): number {
      console.log(`${passed} passed, ${failed} failed`);
      return failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
