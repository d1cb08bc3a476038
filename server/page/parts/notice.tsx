import type { ApiError } from "./api.ts";
import { TEXTS } from "./texts.ts";

/** A way out of an error that a click takes. */
export interface Way {
  readonly text: string;
  go(): void;
}

interface NoticeProps {
  readonly error: ApiError | null;
  readonly way?: Way;
  /** Whether the page itself sent the request: the form for the key then tells that a key is missing. */
  readonly isBackground?: boolean;
}

/** Shows an error where it belongs: what happened, and what to do. */
export function Notice({ error, way, isBackground = false }: NoticeProps) {
  if (error === null || (isBackground && error.code === "invalid_api_key")) return null;
  const { what, todo } = TEXTS.errors[error.code] ?? TEXTS.errors["other"]!;
  const seconds = error.retryAfterS === null ? "" : TEXTS.retryIn(error.retryAfterS);
  return (
    <div class="notice" role="alert" data-code={error.code}>
      <p>
        <strong>{what}</strong> {error.message}
      </p>
      <p>
        {todo} {seconds}
      </p>
      {way && (
        <button type="button" onClick={way.go}>
          {way.text}
        </button>
      )}
    </div>
  );
}
