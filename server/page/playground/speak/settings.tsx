import type { SpeechRequest } from "../../parts/speech.ts";
import { TEXTS } from "../../parts/texts.ts";
import { keyOf, type Voice } from "../../parts/voices.ts";
import type { Side } from "../../desk/desk.ts";
import { VoiceList } from "./voiceList.tsx";

/** How a text is spoken on one side. */
export interface Settings {
  /** Key of the voice; "" before the voices are known. */
  readonly voice: string;
  readonly speed: number;
}

interface SettingsProps {
  readonly side: Side;
  /** Whether there is a second side. */
  readonly isPair: boolean;
  readonly voices: readonly Voice[];
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** The settings of one side: voice and speed. */
export function SettingsForm({ side, isPair, voices, settings, onChange }: SettingsProps) {
  const { voice, speed } = settings;
  const name = isPair ? `${TEXTS.speak.voice} ${side}` : TEXTS.speak.voice;
  return (
    <div class="settings" data-side={side}>
      <VoiceList
        name={`voice-${side}`}
        label={name}
        voices={voices}
        chosen={voice}
        onChoose={(key) => onChange({ ...settings, voice: key })}
      />
      <label class="speed">
        {TEXTS.speak.speed}
        {isPair ? ` ${side}` : ""} <output>{speed.toFixed(2)}×</output>
        <input
          type="range"
          min="0.25"
          max="4"
          step="0.05"
          value={speed}
          onInput={(event: Event) =>
            onChange({ ...settings, speed: Number((event.target as HTMLInputElement).value) })
          }
        />
      </label>
    </div>
  );
}

/** Engines whose answers differ without a seed. */
const WITH_SEED = "neucodec";
const MAX_SEED = 2 ** 31;

/** Makes the request of a side; null before the voices are known. */
export function toRequest(
  input: string,
  { voice: key, speed }: Settings,
  voices: readonly Voice[],
): SpeechRequest | null {
  const voice = voices.find((each) => keyOf(each) === key);
  if (voice === undefined) return null;
  return {
    input,
    voice: voice.id,
    model: voice.model,
    ...(speed === 1 ? {} : { speed }),
    ...(voice.engine === WITH_SEED ? { seed: Math.floor(Math.random() * MAX_SEED) } : {}),
  };
}
