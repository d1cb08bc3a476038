import type { ApiError } from "./api.ts";
import { TEXTS } from "./texts.ts";

/** The button of an error: its text, and what a click does. */
interface ErrorAction {
  readonly text: string;
  run(): void;
}

interface NoticeProps {
  readonly error: ApiError | null;
  readonly action?: ErrorAction;
  /** Whether the page itself sent the request: the form for the key says then that a key is missing. */
  readonly isBackground?: boolean;
}

/** Shows an error where it belongs: what happened, and what to do. */
export function Notice({ error, action, isBackground = false }: NoticeProps) {
  if (error === null || (isBackground && error.code === "invalid_api_key")) return null;
  const { what, todo } = TEXTS.errors[error.code] ?? TEXTS.errors["other"]!;
  const seconds = error.retryAfterS === null ? "" : TEXTS.retryIn(error.retryAfterS);
  return (
    <div class="notice" role="alert" data-code={error.code}>
      <p>
        <strong>{what}</strong> {namesAsCode(error.message)}
      </p>
      <p>
        {todo} {seconds}
      </p>
      {action && (
        <button type="button" onClick={action.run}>
          {action.text}
        </button>
      )}
    </div>
  );
}

/** Returns a message whose names, which stand between backticks, are shown as code. */
function namesAsCode(message: string) {
  return message.split("`").map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part));
}
