import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { openPhonemiser } from "../../src/phonemes/open.ts";
import type { Phonemiser } from "../../src/phonemes/phonemes.ts";
import { trace } from "../../src/text/spans.ts";
import { wordsOf } from "../../src/text/words.ts";
import { readConfig } from "../../server/config.ts";
import { voiceFolder } from "../../server/engines/voiceFolder.ts";
import { openGoals } from "../goals.ts";

const CASES = join(import.meta.dir, "homographs.jsonl");
/** 70 of 74; hibari's own package reads 80 % of the development set and 78 % of the held-out one. */
const ACCURACY = 0.945;

const homographCase = z.object({
  /** Rules are written for the sentences of the first only. */
  set: z.enum(["development", "held-out"]),
  /** A sentence; homographs are in brackets. */
  text: z.string(),
  /** The right phonemes of the words in brackets. */
  says: z.string(),
});

type HomographCase = z.output<typeof homographCase>;

interface Options {
  readonly wrong: boolean;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command.option("--wrong", "print the sentences with a wrong result", false).action(run);
}

/**
 * Counts the homographs that are read right in sentences of books, news, instructions and talk. Needs the files of hibari
 * in MODEL_DIR.
 */
async function run({ wrong }: Options): Promise<void> {
  const config = readConfig({ ...process.env, ENGINE: "hibari", PULL: "false" });
  const phonemiser = await openPhonemiser(await voiceFolder(config), config.ORT_LIBRARY || null);
  const goals = openGoals(console.log);
  const cases = readCases();
  try {
    for (const set of ["development", "held-out"] as const) {
      const said = cases
        .filter((each) => each.set === set)
        .flatMap((each) => readingsOf(each, phonemiser).map((is) => ({ ...each, is })));
      const right = said.filter(({ is, says }) => is === spoken(says));
      const accuracy = right.length / said.length;
      goals.judge(`${set}: ${right.length} of ${said.length} homographs are right`, {
        says: `at least ${ACCURACY * 100} %`,
        holds: accuracy >= ACCURACY,
      });
      if (!wrong) continue;
      for (const { text, is, says } of said)
        if (is !== spoken(says)) console.log(`  ${text}  is ${is}, not ${says}`);
    }
  } finally {
    phonemiser.close();
  }
  if (goals.missed > 0) process.exitCode = 1;
}

function readCases(): HomographCase[] {
  const lines = readFileSync(CASES, "utf8").trimEnd().split("\n");
  return lines.map((line) => homographCase.parse(JSON.parse(line)));
}

/** Returns the phonemes of each word in brackets. */
function readingsOf({ text: marked }: HomographCase, phonemiser: Phonemiser): string[] {
  const text = marked.replace(/[[\]]/g, "");
  const words = wordsOf(trace(text));
  const { symbols, words: ranges } = phonemiser.phonemes({ text, words, language: "en" });
  return [...marked.matchAll(/\[/g)].map(({ index }, brackets) => {
    const range = ranges[words.findIndex(({ start }) => start === index - 2 * brackets)];
    return range ? symbols.slice(range.from, range.to) : "";
  });
}

/** The phonemes of a lexicon's entry as the voice gets them. */
function spoken(says: string): string {
  return says.replaceAll("ɾ", "T").replaceAll("ʔ", "t");
}
