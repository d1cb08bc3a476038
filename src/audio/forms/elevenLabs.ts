import type { OutputForm } from "../encode/form.ts";
import { SpeechError } from "../../errors.ts";
import { expected } from "../../message.ts";

const PCM_RATES_HZ = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/** Sample rate and bit rate of each name, Hz and kb/s. */
const MP3_RATES = [
  [22_050, 32],
  [24_000, 48],
  [44_100, 32],
  [44_100, 64],
  [44_100, 96],
  [44_100, 128],
  [44_100, 192],
] as const;
const OPUS_KBPS = [32, 64, 96, 128, 192];
const DEFAULT_NAME = "mp3_44100_128";

/** ElevenLabs' names of output formats: `pcm_16000`, `mp3_44100_128`, `ulaw_8000` and others. */
const FORMS: ReadonlyMap<string, OutputForm> = new Map([
  ...MP3_RATES.map(([rateHz, bitrateKbps]) => named({ format: "mp3", rateHz, bitrateKbps })),
  ["mp3_44100", { format: "mp3", rateHz: 44_100, bitrateKbps: 128 }],
  ...PCM_RATES_HZ.map((rateHz) => named({ format: "pcm", rateHz })),
  ...PCM_RATES_HZ.map((rateHz) => named({ format: "wav", rateHz })),
  named({ format: "ulaw", rateHz: 8000 }),
  named({ format: "alaw", rateHz: 8000 }),
  ...OPUS_KBPS.map((bitrateKbps) => named({ format: "opus", rateHz: 48_000, bitrateKbps })),
]);

export const ELEVEN_LABS_NAMES: readonly string[] = [...FORMS.keys()];

function named(form: OutputForm): [string, OutputForm] {
  const { format, rateHz, bitrateKbps } = form;
  return [[format, rateHz, bitrateKbps ?? []].flat().join("_"), form];
}

/** Returns the form that a name of ElevenLabs means. Throws SpeechError "invalid_input" with all names. */
export function elevenLabsForm(name: string = DEFAULT_NAME): OutputForm {
  const form = FORMS.get(name);
  if (form !== undefined) return form;
  const wanted = `one of ${ELEVEN_LABS_NAMES.join(", ")}`;
  const got = JSON.stringify(name.slice(0, 40));
  throw new SpeechError("invalid_input", expected("output_format", wanted, got), {
    param: "output_format",
  });
}
