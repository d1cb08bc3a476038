import { useMemo, useState } from "hono/jsx/dom";
import type { AudioFormat } from "../../../../src/audio/encode/form.ts";
import { joinedWords } from "../../reading/segments.ts";
import { Notice } from "../../parts/notice.tsx";
import type { TimedWord } from "../../parts/speech.ts";
import { useStore } from "../../parts/store.ts";
import { TEXTS } from "../../parts/texts.ts";
import { useNormalized } from "../../parts/useNormalized.ts";
import type { Voice } from "../../parts/voices.ts";
import { Reading } from "../../reading/reading.tsx";
import type { Saved } from "../saved/saved.ts";
import { SavedList } from "../saved/savedList.tsx";
import { CodeBox } from "../../desk/codeBox.tsx";
import { createDesk, type Side, SIDES } from "../../desk/desk.ts";
import { Downloads } from "../../desk/downloads.tsx";
import { Figures } from "../../desk/figures.tsx";
import type { Spoken } from "../../desk/spoken.ts";
import { SAMPLES } from "./samples.ts";
import { SettingsForm, toRequest } from "./settings.tsx";
import { SpeakActions } from "./speakActions.tsx";
import { keptAnswer, placeOf, useSaved, useSettings } from "./speakState.ts";
import { TextField } from "./textField.tsx";
import { Transport } from "../../desk/transport.tsx";

const NO_WORDS: readonly TimedWord[] = [];

/** Speaks a text, shows it while it is heard, and compares two voices. */
export function SpeakTab({ voices }: { readonly voices: readonly Voice[] }) {
  const desk = useMemo(createDesk, []);
  const [text, setText] = useState(SAMPLES[0]!.text);
  const [format, setFormat] = useState<AudioFormat>("wav");
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
    place === at && (
      <Notice error={error} action={{ text: TEXTS.again, run: () => void speak() }} />
    );
  // Only another text helps.
  const textNotice = place === "input" ? error : place === null ? textError : null;
  const request = toRequest(text, settings.A, voices);

  return (
    <div class="columns">
      <div class="written-column">
        <TextField text={text} onText={setText} onSpeak={() => void speak()} />
        <Notice isBackground error={textNotice} />
      </div>
      <div class="settings-column">
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
      </div>
      <div class="heard-column">
        <SpeakActions
          isPair={isPair}
          isBusy={isBusy}
          isReady={text.trim() !== "" && request !== null}
          onSpeak={() => void speak()}
          onStop={desk.stop}
          onPair={setPair}
        />
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
        <SavedList saved={saved} onShow={show} onChange={refresh} />
      </div>
    </div>
  );
}
