import { useState } from "hono/jsx/dom";
import type { AudioFormat } from "../../../src/audio/encode/form.ts";
import { ROOT } from "../parts/api.ts";
import { apiKey } from "../parts/key.ts";
import type { SpeechRequest } from "../parts/speech.ts";
import { useStore } from "../parts/store.ts";
import { TEXTS } from "../parts/texts.ts";
import { CODE_LANGUAGES, type CodeLanguage, requestCode } from "./requestCode.ts";

interface CodeBoxProps {
  readonly request: SpeechRequest;
  readonly format: AudioFormat;
}

/** The request as code, to copy. */
export function CodeBox({ request, format }: CodeBoxProps) {
  const [language, setLanguage] = useState<CodeLanguage>("curl");
  const [isCopied, setCopied] = useState(false);
  const hasKey = useStore(apiKey) !== "";
  const code = requestCode(language, {
    url: `${ROOT}v1/audio/speech`,
    body: { ...request, response_format: format },
    file: `speech.${format}`,
    hasKey,
  });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <details class="card code">
      <summary>{TEXTS.code.title}</summary>
      <div class="choices" role="group" aria-label={TEXTS.code.language}>
        {CODE_LANGUAGES.map((each) => (
          <button
            type="button"
            aria-pressed={each === language ? "true" : "false"}
            onClick={() => {
              setLanguage(each);
              setCopied(false);
            }}
          >
            {each}
          </button>
        ))}
        {navigator.clipboard !== undefined && (
          <button type="button" class="copy" onClick={() => void copy()}>
            {isCopied ? TEXTS.code.copied : TEXTS.code.copy}
          </button>
        )}
      </div>
      <pre tabindex={0} aria-label={TEXTS.code.title}>
        <code>{code}</code>
      </pre>
    </details>
  );
}
