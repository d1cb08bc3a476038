import { useMemo, useState } from "hono/jsx/dom";
import { Notice } from "../../parts/notice.tsx";
import { createStore, useStore } from "../../parts/store.ts";
import { TextArea } from "../../parts/fields/textArea.tsx";
import { TEXTS } from "../../parts/texts.ts";
import { useNormalized } from "../../parts/useNormalized.ts";
import type { Voice } from "../../parts/voices.ts";
import { VoiceSelect } from "../../parts/voiceSelect.tsx";
import { Reading } from "../../reading/reading.tsx";
import { createDesk } from "../../desk/desk.ts";
import { type Entry, keepEntries, readEntries, toLexicon, toLines } from "./entries.ts";

const NO_WORD = createStore(-1);

/** Tries entries of a lexicon: shows what they change, and speaks it. */
export function LexiconTab({ voices }: { readonly voices: readonly Voice[] }) {
  const desk = useMemo(createDesk, []);
  const [text, setText] = useState<string>(TEXTS.lexicon.sample);
  const [entries, setEntries] = useState(readEntries);
  const [chosen, choose] = useState("");
  const voice = voices.find(({ id }) => id === chosen) ?? voices[0];
  const lexicon = toLexicon(entries);
  const { normalized, error } = useNormalized(text, lexicon);
  const speechError = useStore(desk.sides.A)?.take.error ?? null;
  const change = (next: readonly Entry[]): void => {
    setEntries(next);
    keepEntries(next);
  };
  const hear = (): void => {
    if (voice === undefined) return;
    const { id, model } = voice;
    void desk.speak({ A: { input: text, voice: id, model, normalize: { lexicon } } });
  };
  return (
    <div class="lexicon">
      <p>{TEXTS.lexicon.intro}</p>
      <EntryTable entries={entries} onChange={change} />
      <TextArea label={TEXTS.lexicon.text} rows={3} text={text} onText={setText} />
      <div class="actions">
        <VoiceSelect voices={voices} chosen={voice?.id ?? ""} onChoose={choose} />
        <button type="button" class="primary" disabled={!text.trim() || !voice} onClick={hear}>
          {TEXTS.lexicon.hear}
        </button>
      </div>
      <Notice isBackground error={error} />
      <Notice error={speechError} action={{ text: TEXTS.again, run: hear }} />
      <section class="card" aria-label={TEXTS.lexicon.result}>
        <Reading
          text={text}
          pieces={normalized?.pieces ?? []}
          words={[]}
          current={NO_WORD}
          onSeek={() => {}}
        />
      </section>
      <details class="card code">
        <summary>{TEXTS.lexicon.use}</summary>
        <p class="hint">{TEXTS.lexicon.file}</p>
        <pre tabindex={0}>
          <code>{toLines(lexicon)}</code>
        </pre>
        <p class="hint">{TEXTS.lexicon.field}</p>
        <pre tabindex={0}>
          <code>{JSON.stringify({ normalize: { lexicon } }, null, 2)}</code>
        </pre>
      </details>
    </div>
  );
}

interface EntryTableProps {
  readonly entries: readonly Entry[];
  readonly onChange: (entries: readonly Entry[]) => void;
}

function EntryTable({ entries, onChange }: EntryTableProps) {
  const set = (at: number, changes: Partial<Entry>): void =>
    onChange(entries.map((entry, index) => (index === at ? { ...entry, ...changes } : entry)));
  const field = (at: number, name: keyof Entry) => (
    <input
      aria-label={`${TEXTS.lexicon[name]} ${at + 1}`}
      placeholder={TEXTS.lexicon[name]}
      value={entries[at]![name]}
      maxlength={100}
      onInput={(event: Event) => set(at, { [name]: (event.target as HTMLInputElement).value })}
    />
  );
  return (
    <div class="entries" role="group" aria-label={TEXTS.lexicon.entries}>
      {entries.map((_, at) => (
        <div class="entry" key={String(at)}>
          {field(at, "written")}
          <span aria-hidden="true">=</span>
          {field(at, "spoken")}
          <button
            type="button"
            class="remove"
            aria-label={TEXTS.lexicon.remove(at + 1)}
            onClick={() => onChange(entries.filter((_entry, index) => index !== at))}
          >
            ×
          </button>
        </div>
      ))}
      <button type="button" onClick={() => onChange([...entries, { written: "", spoken: "" }])}>
        {TEXTS.lexicon.add}
      </button>
    </div>
  );
}
