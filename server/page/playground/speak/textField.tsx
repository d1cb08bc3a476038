import { TextArea } from "../../parts/fields/textArea.tsx";
import { TEXTS } from "../../parts/texts.ts";
import { SAMPLES } from "./samples.ts";

interface TextFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSpeak: () => void;
}

/** The text to speak, with samples. Ctrl+Enter speaks it. */
export function TextField({ text, onText, onSpeak }: TextFieldProps) {
  return (
    <div class="field">
      <div class="choices" role="group" aria-label={TEXTS.speak.samples}>
        {SAMPLES.map((sample) => (
          <button
            type="button"
            aria-pressed={sample.text === text ? "true" : "false"}
            onClick={() => onText(sample.text)}
          >
            {sample.name}
          </button>
        ))}
      </div>
      <TextArea
        label={TEXTS.speak.text}
        rows={7}
        text={text}
        onText={onText}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSpeak();
        }}
      />
    </div>
  );
}
