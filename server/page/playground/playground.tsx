import { render } from "hono/jsx/dom";
import { KeyForm } from "../parts/keyForm.tsx";
import { Notice } from "../parts/notice.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { TEXTS } from "../parts/texts.ts";
import { useVoices } from "../parts/useVoices.ts";
import { LexiconTab } from "./lexicon/lexiconTab.tsx";
import { SpeakTab } from "./speak/speakTab.tsx";
import { TalkTab } from "./talk/talkTab.tsx";

function Playground() {
  const { voices, error, again } = useVoices();
  const { speak, talk, lexicon } = TEXTS.tabs;
  return (
    <>
      <KeyForm />
      <Notice isBackground error={error} action={{ text: TEXTS.again, run: again }} />
      <Tabs
        label={TEXTS.tabs.label}
        tabs={[
          { id: "speak", title: speak, content: <SpeakTab voices={voices} /> },
          { id: "talk", title: talk, content: <TalkTab voices={voices} /> },
          { id: "lexicon", title: lexicon, content: <LexiconTab voices={voices} /> },
        ]}
      />
    </>
  );
}

render(<Playground />, document.querySelector("#app")!);
