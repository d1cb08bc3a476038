import { useState } from "hono/jsx/dom";
import { TEXTS } from "../../parts/texts.ts";
import { keyOf, languageName, type Voice } from "../../parts/voices.ts";

/** Number of voices from which the list has a search field. */
const SEARCH_FROM = 10;

interface VoiceListProps {
  /** Name of the group; two lists on a page have different names. */
  readonly name: string;
  readonly label: string;
  readonly voices: readonly Voice[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** A list of voices with language, engine and licence, of which one is chosen. */
export function VoiceList({ name, label, voices, chosen, onChoose }: VoiceListProps) {
  const [search, setSearch] = useState("");
  const words = search.toLowerCase().split(/\s+/);
  const shown = voices.filter((voice) => {
    const text = factsOf(voice).join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <fieldset class="voices">
      <legend>{label}</legend>
      {voices.length >= SEARCH_FROM && (
        <label class="search">
          <span class="hidden">{TEXTS.voices.search}</span>
          <input
            type="search"
            placeholder={TEXTS.voices.search}
            value={search}
            onInput={(event: Event) => setSearch((event.target as HTMLInputElement).value)}
          />
        </label>
      )}
      <div class="list">
        {shown.map((voice) => {
          const [title, ...facts] = factsOf(voice);
          return (
            <label class="voice" key={keyOf(voice)}>
              <input
                type="radio"
                name={name}
                value={keyOf(voice)}
                checked={keyOf(voice) === chosen}
                onChange={() => onChoose(keyOf(voice))}
              />
              <b>{title}</b>
              <span>{facts.join(" \u00b7 ")}</span>
            </label>
          );
        })}
        {shown.length === 0 && <p>{TEXTS.voices.none}</p>}
      </div>
    </fieldset>
  );
}

function factsOf({ id, name, language, gender, engine, licence, word_times }: Voice): string[] {
  return [
    name || id,
    languageName(language, TEXTS.voices.anyLanguage),
    gender ?? "",
    engine,
    licence ?? TEXTS.voices.noLicence,
    word_times === "exact" ? TEXTS.voices.exact : TEXTS.voices.estimated,
  ].filter((fact) => fact !== "");
}
