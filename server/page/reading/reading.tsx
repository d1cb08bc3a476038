import { useEffect, useMemo, useRef, useState } from "hono/jsx/dom";
import { isChanged, type Piece } from "../parts/pieces.ts";
import type { TimedWord } from "../parts/speech.ts";
import type { Store } from "../parts/store.ts";
import { TEXTS } from "../parts/texts.ts";
import { segmentsOf } from "./segments.ts";

interface ReadingProps {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly words: readonly TimedWord[];
  /** Index of the word that is heard; -1: none. */
  readonly current: Store<number>;
  readonly onSeek: (word: TimedWord) => void;
}

/**
 * Shows the text as written, with the word that is heard, and beside it the text that is spoken. Changed pieces are coloured, and
 * the pointer on one marks it in both.
 */
export function Reading({ text, pieces, words, current, onSeek }: ReadingProps) {
  const [linked, link] = useState(-1);
  const segments = useMemo(() => segmentsOf(text, pieces, words), [text, pieces, words]);
  const written = useRef<HTMLParagraphElement>(null);
  useEffect(() => followWord(written, current), [current, segments]);
  const onClick = (event: MouseEvent): void => {
    const word = words[indexOf(event, "word")];
    if (word !== undefined) onSeek(word);
  };
  const onOver = (event: MouseEvent): void => link(indexOf(event, "piece"));
  const links = { onMouseOver: onOver, onMouseLeave: () => link(-1) };
  const classOf = (change: string, piece: number): string =>
    `${change === "" ? "" : "changed"} ${piece >= 0 && piece === linked ? "linked" : ""}`;
  return (
    <div class="reading" {...links}>
      <section aria-label={TEXTS.reading.written}>
        <h2>{TEXTS.reading.written}</h2>
        <p class="text written" tabindex={0} ref={written} onClick={onClick}>
          {segments.map(({ text: part, piece, word, change }) => (
            <span
              data-piece={piece}
              {...(word >= 0 ? { "data-word": word } : {})}
              data-kind={change}
              class={classOf(change, piece)}
            >
              {part}
            </span>
          ))}
        </p>
      </section>
      <section aria-label={TEXTS.reading.spoken}>
        <h2>{TEXTS.reading.spoken}</h2>
        <p class="text spoken" tabindex={0}>
          {pieces.map((piece, at) => (
            <span
              data-piece={at}
              data-kind={isChanged(piece) ? piece.kind : ""}
              {...(isChanged(piece) ? { title: piece.kind } : {})}
              class={classOf(isChanged(piece) ? piece.kind : "", at)}
            >
              {piece.text}
            </span>
          ))}
        </p>
      </section>
    </div>
  );
}

function indexOf(event: MouseEvent, name: "word" | "piece"): number {
  const element = (event.target as Element).closest<HTMLElement>(`[data-${name}]`);
  return Number(element?.dataset[name] ?? -1);
}

/** Marks the current word as it changes, without rendering the text again. Returns the function that ends this. */
function followWord(
  written: { readonly current: HTMLElement | null },
  current: Store<number>,
): () => void {
  const mark = (): void => {
    const index = current.get();
    for (const element of written.current?.querySelectorAll<HTMLElement>("[data-word]") ?? []) {
      const isCurrent = Number(element.dataset["word"]) === index;
      if (isCurrent === element.hasAttribute("aria-current")) continue;
      if (!isCurrent) element.removeAttribute("aria-current");
      else {
        element.setAttribute("aria-current", "true");
        scrollTo(written.current!, element);
      }
    }
  };
  mark();
  return current.subscribe(mark);
}

/** Scrolls a text, not the page, so that a word in it can be seen. */
function scrollTo(text: HTMLElement, word: HTMLElement): void {
  const top = word.offsetTop - text.offsetTop;
  const isSeen =
    top >= text.scrollTop && top + word.offsetHeight <= text.scrollTop + text.clientHeight;
  if (!isSeen) text.scrollTop = top - text.clientHeight / 3;
}
