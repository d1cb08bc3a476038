import { useState } from "hono/jsx/dom";
import { AUDIO_FORMATS, type AudioFormat } from "../../../src/audio/encode/form.ts";
import { type ApiError, toApiError } from "../parts/api.ts";
import { Notice } from "../parts/notice.tsx";
import { save } from "../parts/save.ts";
import { Select } from "../parts/fields/select.tsx";
import { TEXTS } from "../parts/texts.ts";
import { audioFile, captionFile, jsonFile } from "./files.ts";
import type { Spoken } from "./spoken.ts";

interface DownloadsProps {
  readonly spoken: Spoken;
  readonly format: AudioFormat;
  readonly onFormat: (format: AudioFormat) => void;
}

/** Saves the answer as audio, captions or JSON. */
export function Downloads({ spoken, format, onFormat }: DownloadsProps) {
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { take } = spoken;
  const name = `speech-${take.request.voice}`;
  const saveAudio = async (): Promise<void> => {
    setError(null);
    setBusy(true);
    const never = new AbortController().signal;
    try {
      save(await audioFile(take, format, never), `${name}.${format}`);
    } catch (caught) {
      setError(toApiError(caught));
    } finally {
      setBusy(false);
    }
  };
  const isWhole = take.state !== "speaking" && take.audioS > 0;
  return (
    <div class="downloads" role="group" aria-label={TEXTS.downloads.label}>
      <span aria-hidden="true">{TEXTS.downloads.label}</span>
      <Select
        label={<span class="hidden">{TEXTS.downloads.format}</span>}
        options={AUDIO_FORMATS.map((each) => [each, each])}
        value={format}
        onChoose={(chosen) => onFormat(chosen as AudioFormat)}
      />
      <button type="button" disabled={!isWhole || isBusy} onClick={() => void saveAudio()}>
        {isBusy ? TEXTS.downloads.busy : TEXTS.downloads.audio}
      </button>
      {(["srt", "vtt"] as const).map((captions) => (
        <button
          type="button"
          disabled={!isWhole}
          onClick={() => save(captionFile(take, captions), `${name}.${captions}`)}
        >
          {captions}
        </button>
      ))}
      <button
        type="button"
        disabled={!isWhole}
        onClick={() => save(jsonFile(spoken), `${name}.json`)}
      >
        JSON
      </button>
      <Notice error={error} action={{ text: TEXTS.again, run: () => void saveAudio() }} />
    </div>
  );
}
