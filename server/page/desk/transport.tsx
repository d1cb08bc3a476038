import { Notice } from "../parts/notice.tsx";
import { useStore } from "../parts/store.ts";
import { TEXTS } from "../parts/texts.ts";
import { joinedWords } from "../reading/segments.ts";
import type { Desk, Side } from "./desk.ts";

/** Keys that seek by words. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
};

/** Play, pause, and the place in the sound. The arrow keys go from word to word. */
export function Transport({ desk, side }: { readonly desk: Desk; readonly side: Side }) {
  const { positionS, isPlaying, isWaiting } = useStore(desk.player.heard);
  const fault = useStore(desk.player.fault);
  const spoken = useStore(desk.sides[side]);
  const at = useStore(desk.word);
  if (spoken === null || spoken.take.audioS === 0) return null;
  const { take } = spoken;
  const words = joinedWords(take.words);
  const word = words[at];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const target = step === undefined ? undefined : words[Math.max(0, at + step)];
    if (target === undefined) return;
    event.preventDefault();
    desk.seek(target.fromS);
  };
  const time = TEXTS.speak.time(positionS, take.audioS);
  return (
    <div class="transport">
      <Notice error={fault} />
      <button type="button" onClick={() => void desk.togglePlay()}>
        {isPlaying ? TEXTS.speak.pause : TEXTS.speak.play}
      </button>
      <input
        type="range"
        aria-label={TEXTS.speak.place}
        aria-valuetext={`${time} ${word === undefined ? "" : take.request.input.slice(word.start, word.end)}`}
        min="0"
        max={take.audioS}
        step="0.01"
        value={positionS}
        onInput={(event: Event) => desk.seek(Number((event.target as HTMLInputElement).value))}
        onKeyDown={onKeyDown}
      />
      <span class="time">{isWaiting ? TEXTS.speak.waiting : time}</span>
    </div>
  );
}
