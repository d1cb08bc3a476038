import { createLines } from "../../src/dispatch/lines.ts";
import type { Line } from "../../src/dispatch/turns.ts";
import type { RequestHooks } from "../../src/requestHooks.ts";
import { createReading, END, FLUSH, type TextPart } from "../../src/text/speakable.ts";
import type { Engine } from "../../src/engine.ts";
import type { ShapeOf, WordedPassage } from "../../src/text/utterances.ts";
import type { Inbox } from "./inbox.ts";
import type { TalkSettings } from "./settings.ts";

/** The next utterance of a context, or a flush with a silence after it; `flush` is the number of a client's flush. */
export type Step =
  | { readonly line: Line; readonly start: number; readonly end: number }
  | { readonly line: null; readonly flush: number | null; readonly pauseS: number };

/** What a context says next. */
export interface Script {
  /** Number of UTF-16 units of the text that were read and are in an utterance. */
  readonly spokenTo: number;
  readonly steps: AsyncIterator<Step, void>;
}

interface ScriptOptions extends Pick<
  TalkSettings,
  "engine" | "voice" | "speed" | "sampling" | "normalize" | "isPhrased"
> {
  /** The engines for other languages than that of the voice; null: none. */
  readonly engines: readonly Engine[] | null;
  readonly hooks: Pick<RequestHooks, "onUnspoken">;
  /** Waits for text. */
  readonly wait: (arrived: Promise<void>) => Promise<void>;
}

/** The end of a piece that ends a sentence, whatever follows. */
const SENTENCE_END = /(?:[!?\u3002\uff01\uff1f]|\p{L}{2}\.)["'\u201d\u2019)\]]*$/u;

/** The end of a piece that ends a sentence if the next piece begins with a capital: `RM12.`, `plan B.` */
const PERHAPS_END = /[\p{L}\p{N}]\.["'\u201d\u2019)\]]*$/u;
const CAPITAL = /^["'\u201c\u2018(]?\p{Lu}/u;

/**
 * Reads the text of an inbox to utterances, one by one as they are asked for. Each sentence is an utterance for every
 * engine, so that a text in pieces is spoken like the whole, however its sentences arrive.
 */
export function createScript(inbox: Inbox, options: ScriptOptions): Script {
  const { engine, normalize, isPhrased = false, wait } = options;
  const lines = createLines(options, engine);
  const reading = createReading(normalize, bySentence(lines.shapeOf));
  /** Places, among the characters that the reader got, of the blanks that are not in the text of the context. */
  const blanks: number[] = [];
  let readTo = 0;
  let utterances = 0;
  const placeOf = (at: number): number => at - blanks.filter((blank) => blank < at).length;
  const lineOf = (passage: WordedPassage): Line | null => {
    const words = passage.words.map(({ text, start, end }) => ({
      text,
      start: placeOf(start),
      end: placeOf(end),
    }));
    // The client waits for the first sound, so that no silence comes before it.
    const begins = passage.begins === "text" ? "word" : passage.begins;
    return lines.toLine({ ...passage, begins, words });
  };
  let endsPerhaps = false;
  const addBlank = (): string => {
    blanks.push(readTo);
    readTo += 1;
    return " ";
  };
  /** Returns what the reader gets. A sentence of a client that sends whole phrases is followed by a blank. */
  function toRead(part: TextPart): readonly TextPart[] {
    if (typeof part !== "string") return [part];
    const before = isPhrased && endsPerhaps && CAPITAL.test(part) ? [addBlank()] : [];
    readTo += part.length;
    const isEnd = SENTENCE_END.test(part);
    endsPerhaps = !isEnd && PERHAPS_END.test(part);
    return [...before, part, ...(isPhrased && isEnd ? [addBlank()] : [])];
  }
  async function* steps(): AsyncGenerator<Step, void> {
    for (;;) {
      const taken = inbox.take({ waiting: reading.waiting(), utterances });
      if (taken === null) {
        await wait(inbox.arrived());
        continue;
      }
      const { part, flush = null, pauseS = 0 } = taken;
      for (const each of toRead(part))
        for await (const passage of reading.read(each)) {
          const line = lineOf(passage);
          if (line === null) continue;
          utterances += 1;
          yield { line, start: placeOf(passage.start), end: placeOf(passage.end) };
        }
      if (part === FLUSH) yield { line: null, flush, pauseS };
      if (part === END) return;
    }
  }
  return {
    get spokenTo() {
      return placeOf(readTo - reading.waiting());
    },
    steps: steps(),
  };
}

/** Returns the same shapes with a sentence for each utterance; one object for each shape, because they are compared. */
function bySentence(shapeOf: ShapeOf): ShapeOf {
  const shapes = new Map<ReturnType<ShapeOf>, ReturnType<ShapeOf>>();
  return (language) => {
    const shape = shapeOf(language);
    if (shape.unit === "sentence") return shape;
    const known = shapes.get(shape) ?? ({ ...shape, unit: "sentence" } as const);
    shapes.set(shape, known);
    return known;
  };
}
