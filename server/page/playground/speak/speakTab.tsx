import { useEffect, useMemo, useState } from "hono/jsx/dom";
import type { ApiError } from "../../parts/api.ts";
import { joinedWords } from "../../reading/segments.ts";
import { Notice } from "../../parts/notice.tsx";
import type { TimedWord } from "../../parts/speech.ts";
import { type Store, useStore } from "../../parts/store.ts";
import { TEXTS } from "../../parts/texts.ts";
import { useNormalized } from "../../parts/useNormalized.ts";
import { keyOf, type Voice } from "../../parts/voices.ts";
import { Reading } from "../../reading/reading.tsx";
import { keep, readSaved, type Saved } from "../saved/saved.ts";
import { SavedList } from "../saved/savedList.tsx";
import { CodeBox } from "../../desk/codeBox.tsx";
import { createDesk, type Side, SIDES, type Spoken } from "../../desk/desk.ts";
import { Downloads } from "../../desk/downloads.tsx";
import { Figures } from "../../desk/figures.tsx";
import type { FileFormat } from "../../desk/files.ts";
import { SAMPLES } from "./samples.ts";
import { type Settings, SettingsForm, toRequest } from "./settings.tsx";
import { TextField } from "./textField.tsx";
import { Transport } from "../../desk/transport.tsx";

const UNSET: Settings = { voice: "", speed: 1 };
const NO_WORDS: readonly TimedWord[] = [];

/** Speaks a text, shows it while it is heard, and compares two voices. */
export function SpeakTab({ voices }: { readonly voices: readonly Voice[] }) {
  const desk = useMemo(createDesk, []);
  const [text, setText] = useState(SAMPLES[0]!.text);
  const [format, setFormat] = useState<FileFormat>("wav");
  const [isPair, setPair] = useState(false);
  const [settings, change] = useSettings(voices);
  const [saved, refresh] = useSaved();
  const side = useStore(desk.heardSide);
  const sides: Record<Side, Spoken | null> = {
    A: useStore(desk.sides.A),
    B: useStore(desk.sides.B),
  };
  const { normalized, error: textError } = useNormalized(text);
  const used: readonly Side[] = isPair ? SIDES : ["A"];
  const isBusy = SIDES.some((each) => sides[each]?.take.state === "speaking");
  const spoken = sides[side];
  const isShown = spoken?.take.request.input === text;
  const words = useMemo(
    () => (isShown && spoken ? joinedWords(spoken.take.words) : NO_WORDS),
    [isShown, spoken?.take.words],
  );

  const speak = async (): Promise<void> => {
    const requests = used.map((each) => [each, toRequest(text, settings[each], voices)] as const);
    await desk.speak(Object.fromEntries(requests.filter(([, request]) => request !== null)));
    if (await keptAnswer(desk.sides)) refresh();
  };
  const show = ({ sides: takes }: Saved): void => {
    setText(takes.A?.take.request.input ?? "");
    setPair(takes.B !== undefined);
    desk.show(takes);
  };
  const error = SIDES.map((each) => sides[each]?.take.error).find((each) => each) ?? null;
  const place = placeOf(error);
  const notice = (at: ReturnType<typeof placeOf>) =>
    place === at && <Notice error={error} way={{ text: TEXTS.again, go: () => void speak() }} />;
  const request = toRequest(text, settings.A, voices);

  return (
    <div class="columns">
      <div class="column">
        <TextField text={text} onText={setText} onSpeak={() => void speak()} />
        {place === null && <Notice isBackground error={textError} />}
        {notice("input")}
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={text.trim() === "" || request === null}
            onClick={() => void speak()}
          >
            {isPair ? TEXTS.speak.both : TEXTS.speak.speak}
          </button>
          <button type="button" disabled={!isBusy} onClick={desk.stop}>
            {TEXTS.speak.stop}
          </button>
          <label class="check">
            <input
              type="checkbox"
              checked={isPair}
              onChange={(event: Event) => setPair((event.target as HTMLInputElement).checked)}
            />
            {TEXTS.speak.compare}
          </label>
        </div>
        {notice("speech")}
        <section class="card heard" aria-label={TEXTS.speak.heard} hidden={!normalized && !spoken}>
          <Transport desk={desk} side={side} />
          <Figures desk={desk} />
          <Reading
            text={text}
            pieces={normalized?.pieces ?? []}
            words={words}
            current={desk.word}
            onSeek={({ fromS }) => desk.seek(fromS)}
          />
        </section>
        {spoken && spoken.take.audioS > 0 && (
          <Downloads spoken={spoken} format={format} onFormat={setFormat} />
        )}
        {request && <CodeBox request={request} format={format} />}
      </div>
      <div class="column side">
        {notice("settings")}
        {used.map((each) => (
          <SettingsForm
            key={each}
            side={each}
            isPair={isPair}
            voices={voices}
            settings={settings[each]}
            onChange={(next) => change(each, next)}
          />
        ))}
        <SavedList saved={saved} onShow={show} onChange={refresh} />
      </div>
    </div>
  );
}

/** Where an error belongs: at the text, at the settings, or at the button that speaks. */
function placeOf(error: ApiError | null): "input" | "settings" | "speech" | null {
  if (error === null) return null;
  if (error.param === "input") return "input";
  return ["voice", "model", "speed"].includes(error.param ?? "") ? "settings" : "speech";
}

type AllSettings = Readonly<Record<Side, Settings>>;

/** The settings of both sides. Until a voice is chosen, A has the first one and B the second. */
function useSettings(voices: readonly Voice[]) {
  const [chosen, choose] = useState<AllSettings>({ A: UNSET, B: UNSET });
  const known = (side: Side, at: number): Settings => {
    const voice = voices[Math.min(at, voices.length - 1)];
    const isKnown = voices.some((each) => keyOf(each) === chosen[side].voice);
    return isKnown || voice === undefined ? chosen[side] : { ...chosen[side], voice: keyOf(voice) };
  };
  const settings: AllSettings = { A: known("A", 0), B: known("B", 1) };
  const change = (side: Side, next: Settings): void => choose({ ...settings, [side]: next });
  return [settings, change] as const;
}

/** The kept answers, and a function that reads them again. */
function useSaved(): readonly [readonly Saved[], () => void] {
  const [saved, setSaved] = useState<readonly Saved[]>([]);
  const refresh = (): void => {
    readSaved()
      .then(setSaved)
      .catch(() => setSaved([]));
  };
  useEffect(refresh, []);
  return [saved, refresh];
}

/** Keeps the answer if all of it has arrived. Returns false if nothing was kept. */
async function keptAnswer(stores: Readonly<Record<Side, Store<Spoken | null>>>): Promise<boolean> {
  const sides = SIDES.flatMap((side) => {
    const spoken = stores[side].get();
    return spoken === null ? [] : [[side, spoken] as const];
  });
  if (!sides.every(([, { take }]) => take.state === "complete")) return false;
  return keep(Object.fromEntries(sides), Date.now()).then(
    () => true,
    () => false,
  );
}
