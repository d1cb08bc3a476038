import { useMemo, useState } from "hono/jsx/dom";
import { Notice } from "../../parts/notice.tsx";
import { useStore } from "../../parts/store.ts";
import { TextArea } from "../../parts/fields/textArea.tsx";
import { TEXTS } from "../../parts/texts.ts";
import type { Voice } from "../../parts/voices.ts";
import { VoiceSelect } from "../../parts/voiceSelect.tsx";
import {
  type Conversation,
  createConversation,
  heardAt,
  isRunning,
  type Reply,
} from "./conversation.ts";

const PACES = { min: 5, max: 100, usual: 25 } as const;

/** Types a reply at the pace of a model, speaks it meanwhile, and lets the reader interrupt it. */
export function TalkTab({ voices }: { readonly voices: readonly Voice[] }) {
  const talk = useMemo(createConversation, []);
  const reply = useStore(talk.reply);
  const [text, setText] = useState<string>(TEXTS.talk.sample);
  const [pace, setPace] = useState<number>(PACES.usual);
  const [chosen, choose] = useState("");
  const voice = chosen === "" ? (voices[0]?.id ?? "") : chosen;
  const isBusy = isRunning(reply);
  const start = (): void => void talk.start(text, voice, pace);
  return (
    <div class="talk">
      <p>{TEXTS.talk.intro}</p>
      <TextArea label={TEXTS.talk.reply} rows={5} text={text} onText={setText} />
      <div class="actions">
        <VoiceSelect voices={voices} chosen={voice} onChoose={choose} />
        <label class="speed">
          {TEXTS.talk.pace} <output>{TEXTS.talk.tokens(pace)}</output>
          <input
            type="range"
            min={PACES.min}
            max={PACES.max}
            step="5"
            value={pace}
            onInput={(event: Event) => setPace(Number((event.target as HTMLInputElement).value))}
          />
        </label>
        <button type="button" class="primary" disabled={isBusy || !text.trim()} onClick={start}>
          {TEXTS.talk.start}
        </button>
        <button type="button" class="danger" disabled={!isBusy} onClick={talk.interrupt}>
          {TEXTS.talk.interrupt}
        </button>
      </div>
      <Notice error={reply.error} action={{ text: TEXTS.again, run: start }} />
      {reply.state !== "idle" && <Spoken talk={talk} reply={reply} />}
    </div>
  );
}

function Spoken({ talk, reply }: { readonly talk: Conversation; readonly reply: Reply }) {
  const { positionS, stalls } = useStore(talk.player.heard);
  const { state, heard, firstSoundMs } = reply;
  const { text: said, remaining: rest } = heard ?? heardAt(reply, positionS * 1000);
  return (
    <section class="card" aria-label={TEXTS.talk.heard}>
      <p class="state" role="status">
        {TEXTS.talk.states[state]}
      </p>
      <p class="text reply" data-state={state}>
        <span class="said">{said}</span>
        {state === "interrupted" ? <del>{rest}</del> : <span class="rest">{rest}</span>}
      </p>
      {heard && <p class="hint">{TEXTS.talk.history}</p>}
      <dl>
        <div>
          <dt>{TEXTS.talk.firstSound}</dt>
          <dd>{firstSoundMs === null ? "\u2013" : `${Math.round(firstSoundMs)} ms`}</dd>
        </div>
        <div>
          <dt>{TEXTS.talk.waits}</dt>
          <dd>{String(stalls)}</dd>
        </div>
      </dl>
    </section>
  );
}
