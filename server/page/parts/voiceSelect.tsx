import { Select } from "./fields/select.tsx";
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
    <Select
      label={TEXTS.speak.voice}
      options={ids.map((voice) => [voice.id, titleOf(voice)])}
      value={chosen}
      onChoose={onChoose}
    />
  );
}

function titleOf({ id, name, language, engine }: Voice): string {
  return `${name || id} (${languageName(language, TEXTS.voices.anyLanguage)}, ${engine})`;
}
