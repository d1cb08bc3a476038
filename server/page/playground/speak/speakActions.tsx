import { TEXTS } from "../../parts/texts.ts";

interface SpeakActionsProps {
  /** Whether two sides are compared. */
  readonly isPair: boolean;
  /** Whether an answer arrives. */
  readonly isBusy: boolean;
  /** Whether there is a text and a voice. */
  readonly isReady: boolean;
  readonly onSpeak: () => void;
  readonly onStop: () => void;
  readonly onPair: (isPair: boolean) => void;
}

/** The buttons that speak and stop, and the choice to compare. */
export function SpeakActions(props: SpeakActionsProps) {
  const { isPair, isBusy, isReady, onSpeak, onStop, onPair } = props;
  return (
    <div class="actions">
      <button type="button" class="primary" disabled={!isReady} onClick={onSpeak}>
        {isPair ? TEXTS.speak.both : TEXTS.speak.speak}
      </button>
      <button type="button" disabled={!isBusy} onClick={onStop}>
        {TEXTS.speak.stop}
      </button>
      <label class="check">
        <input
          type="checkbox"
          checked={isPair}
          onChange={(event: Event) => onPair((event.target as HTMLInputElement).checked)}
        />
        {TEXTS.speak.compare}
      </label>
    </div>
  );
}
