import { render, useMemo, useState } from "hono/jsx/dom";
import { KeyForm } from "../parts/keyForm.tsx";
import { Notice } from "../parts/notice.tsx";
import { useStore } from "../parts/store.ts";
import { TextArea } from "../parts/fields/textArea.tsx";
import { TEXTS } from "../parts/texts.ts";
import { useVoices } from "../parts/useVoices.ts";
import { VoiceSelect } from "../parts/voiceSelect.tsx";
import { CodeBox } from "../desk/codeBox.tsx";
import { createDesk } from "../desk/desk.ts";
import { Figures } from "../desk/figures.tsx";
import { Transport } from "../desk/transport.tsx";

/** A form to try the speech route, made of the parts of the playground. */
function TryIt() {
  const desk = useMemo(createDesk, []);
  const [text, setText] = useState<string>(TEXTS.docs.sample);
  const [chosen, choose] = useState("");
  const { voices, error, again } = useVoices();
  const voice = voices.find(({ id }) => id === chosen) ?? voices[0];
  const speechError = useStore(desk.sides.A)?.take.error ?? null;
  const request = voice && { input: text, voice: voice.id, model: voice.model };
  const speak = (): void => void (request && desk.speak({ A: request }));
  return (
    <section class="card">
      <h2>{TEXTS.docs.tryIt}</h2>
      <TextArea label={TEXTS.speak.text} rows={2} text={text} onText={setText} />
      <div class="actions">
        <VoiceSelect voices={voices} chosen={voice?.id ?? ""} onChoose={choose} />
        <button type="button" class="primary" disabled={!request || !text.trim()} onClick={speak}>
          {TEXTS.speak.speak}
        </button>
      </div>
      <Notice isBackground error={error} action={{ text: TEXTS.again, run: again }} />
      <Notice error={speechError} action={{ text: TEXTS.again, run: speak }} />
      <Transport desk={desk} side="A" />
      <Figures desk={desk} />
      {request && <CodeBox request={request} format="wav" />}
    </section>
  );
}

render(
  <>
    <KeyForm />
    <TryIt />
  </>,
  document.querySelector("#app")!,
);
