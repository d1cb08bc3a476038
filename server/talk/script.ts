import { createLines } from "../../src/dispatch/lines.ts";
import type { Line } from "../../src/dispatch/turns.ts";
import type { RequestHooks } from "../../src/requestHooks.ts";
import { createReading, END, FLUSH } from "../../src/text/speakable.ts";
import type { Engine } from "../../src/engine.ts";
import type { ShapeOf } from "../../src/text/utterances.ts";
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

interface ScriptOptions extends Pick<TalkSettings, "engine" | "voice" | "speed" | "sampling"> {
  readonly normalize: TalkSettings["normalize"];
  readonly engines: readonly Engine[];
  readonly hooks: Pick<RequestHooks, "onUnspoken">;
  /** Waits for text. */
  readonly wait: (arrived: Promise<void>) => Promise<void>;
}

/**
 * Reads the text of an inbox to utterances, one by one as they are asked for. Each sentence is an utterance for every
 * engine, so that a text in pieces is spoken like the whole, however its sentences arrive.
 */
export function createScript(inbox: Inbox, options: ScriptOptions): Script {
  const { engine, normalize, wait } = options;
  const lines = createLines(options, engine);
  const reading = createReading(normalize, bySentence(lines.shapeOf));
  let readTo = 0;
  let utterances = 0;
  async function* steps(): AsyncGenerator<Step, void> {
    for (;;) {
      const taken = inbox.take({ waiting: reading.waiting(), utterances });
      if (taken === null) {
        await wait(inbox.arrived());
        continue;
      }
      const { part, flush = null, pauseS = 0 } = taken;
      if (typeof part === "string") readTo += part.length;
      for await (const passage of reading.read(part)) {
        const line = lines.toLine(passage);
        if (line === null) continue;
        utterances += 1;
        yield { line, start: passage.start, end: passage.end };
      }
      if (part === FLUSH) yield { line: null, flush, pauseS };
      if (part === END) return;
    }
  }
  return {
    get spokenTo() {
      return readTo - reading.waiting();
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
