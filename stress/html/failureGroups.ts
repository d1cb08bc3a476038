import type { FailureKind } from "../http/failure.ts";
import type { RequestRecord } from "../records/record.ts";

/** Failures of one kind and HTTP status in one level. */
export interface FailureGroup {
  readonly level: string;
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly count: number;
  /** The most frequent messages with their counts. */
  readonly messages: readonly (readonly [text: string, count: number])[];
  /** The x-request-id of the first of them. */
  readonly requestId: string;
}

/** Messages of a group that are shown. */
const SHOWN_MESSAGES = 3;
/** Messages of a group that are told apart. Messages with an id in them would otherwise fill the memory. */
const KEPT_MESSAGES = 100;
const MESSAGE_CHARS = 300;

/** Counts failures by level, kind and status. */
export function createFailureGroups() {
  const groups = new Map<string, { first: RequestRecord; messages: Map<string, number> }>();
  const counts = new Map<string, number>();
  return {
    add(record: RequestRecord): void {
      if (record.error === null) return;
      const key = JSON.stringify([record.level, record.error, record.status]);
      const group = groups.get(key) ?? { first: record, messages: new Map() };
      groups.set(key, group);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const text = shortened(record.errorMessage ?? "");
      const known = group.messages.get(text);
      if (known !== undefined || group.messages.size < KEPT_MESSAGES)
        group.messages.set(text, (known ?? 0) + 1);
    },
    all: (): FailureGroup[] =>
      [...groups].map(([key, { first, messages }]) => ({
        level: first.level,
        kind: first.error ?? "aborted",
        status: first.status,
        count: counts.get(key) ?? 0,
        messages: [...messages].sort(([, a], [, b]) => b - a).slice(0, SHOWN_MESSAGES),
        requestId: first.requestId,
      })),
  };
}

function shortened(text: string): string {
  return text.length > MESSAGE_CHARS ? `${text.slice(0, MESSAGE_CHARS)}…` : text;
}
