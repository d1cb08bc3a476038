import { messageOf } from "../src/message.ts";

/** One thing that must hold on a stage. */
export interface Case<Stage> {
  readonly id: string;
  readonly says: string;
  /** Resolves with the figures seen; throws when something does not hold. */
  run(stage: Stage): Promise<string>;
}

/** Throws `message` unless `holds`. */
export function must(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/** Runs the cases whose id begins with one of `only`, a line for each, and counts how they ended. */
export function openReport(only: readonly string[]) {
  let passed = 0;
  let failed = 0;
  const wanted = <Stage>(cases: readonly Case<Stage>[]) =>
    cases.filter(({ id }) => only.some((beginning) => id.startsWith(beginning)));
  return {
    wants: <Stage>(cases: readonly Case<Stage>[]) => wanted(cases).length > 0,
    async run<Stage>(cases: readonly Case<Stage>[], stage: Stage): Promise<void> {
      for (const { id, says, run } of wanted(cases)) {
        const named = `${id.padEnd(18)} ${says}`;
        try {
          const figures = await run(stage);
          passed += 1;
          console.log(`pass  ${named}: ${figures}`);
        } catch (error) {
          failed += 1;
          console.log(`FAIL  ${named}: ${messageOf(error)}`);
        }
      }
    },
    /** Prints the sum; the exit code. Nothing run is a failure as well: a name was wrong. */
    end(): number {
      console.log(`${passed} passed, ${failed} failed`);
      return failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
