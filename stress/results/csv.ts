import type { Outcome } from "../figures/outcome.ts";
import { rounded } from "../records/record.ts";

const COLUMNS = {
  level: ({ level }) => level,
  seq: ({ seq }) => seq,
  voice: ({ voice }) => voice,
  chars: ({ chars }) => chars,
  due_ms: ({ dueMs }) => dueMs,
  sent_ms: ({ sentMs }) => sentMs,
  send_lag_ms: ({ sendLagMs }) => sendLagMs,
  connect_ms: ({ connectMs }) => connectMs,
  headers_ms: ({ headersMs }) => headersMs,
  first_audio_ms: ({ firstAudioMs }) => firstAudioMs,
  audible_ms: ({ audibleMs }) => audibleMs,
  end_ms: ({ endMs }) => endMs,
  chunks: ({ chunkCount }) => chunkCount,
  audio_s: ({ audioS }) => audioS,
  codec: ({ codec }) => codec,
  stall_episodes: ({ playback }) => playback?.episodes ?? null,
  stalled_ms: ({ playback }) => (playback === null ? null : rounded(playback.stalledMs)),
  longest_stall_ms: ({ playback }) => (playback === null ? null : rounded(playback.longestMs)),
  conversation: ({ talk }) => talk?.conversation ?? null,
  turn: ({ talk }) => talk?.turn ?? null,
  heard_ms: ({ talk }) => talk?.heardMs ?? null,
  cancel_ms: ({ talk }) => talk?.cancel?.sentMs ?? null,
  cancel_acknowledged_ms: ({ talk }) => talk?.cancel?.acknowledgedMs ?? null,
  last_sound_after_cancel_ms: ({ talk }) => talk?.cancel?.lastSoundMs ?? null,
  slot_freed_ms: ({ talk }) => talk?.cancel?.freedMs ?? null,
  missing_chars: ({ talk }) => talk?.alignment?.missing ?? null,
  falling_times: ({ talk }) => talk?.alignment?.falls ?? null,
  request_id: ({ requestId }) => requestId,
  answer_id: ({ answerId }) => answerId,
  server_timing: ({ serverTiming }) => serverTiming,
  status: ({ status }) => status,
  error: ({ error }) => error,
  error_message: ({ errorMessage }) => errorMessage,
} as const satisfies Record<string, (outcome: Outcome) => string | number | null>;

const CELLS: readonly ((outcome: Outcome) => string | number | null)[] = Object.values(COLUMNS);

/** First line of requests.csv: the names of its columns. */
export const CSV_HEAD = `${Object.keys(COLUMNS).join(",")}\r\n`;

/** Formats `outcome` as a line of requests.csv (RFC 4180). An empty cell means that the value was not measured. */
export function csvLine(outcome: Outcome): string {
  return `${CELLS.map((of) => cell(of(outcome))).join(",")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // A spreadsheet would run these cells as formulas. An apostrophe makes them text.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return safe !== value || /[",\r\n]/.test(value) ? `"${safe.replaceAll('"', '""')}"` : value;
}
