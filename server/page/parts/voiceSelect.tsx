import { TEXTS } from "./texts.ts";
import { languageName, type Voice } from "./voices.ts";

interface VoiceSelectProps {
  readonly voices: readonly Voice[];
  /** The id of a voice. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Chooses a voice by its id, where little room is. */
export function VoiceSelect({ voices, chosen, onChoose }: VoiceSelectProps) {
  const ids = [...new Map(voices.map((voice) => [voice.id, voice])).values()];
  return (
    <label>
      {TEXTS.speak.voice}
      <select
        value={chosen}
        onChange={(event: Event) => onChoose((event.target as HTMLSelectElement).value)}
      >
        {ids.map(({ id, name, language, engine }) => (
          <option value={id}>
            {`${name || id} (${languageName(language, TEXTS.voices.anyLanguage)}, ${engine})`}
          </option>
        ))}
      </select>
    </label>
  );
}
