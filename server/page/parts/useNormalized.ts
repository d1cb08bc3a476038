import { useEffect, useState } from "hono/jsx/dom";
import { type ApiError, toApiError } from "./api.ts";
import { keyUses } from "./key.ts";
import { normalize, type Normalized } from "./normalize.ts";
import { useStore } from "./store.ts";

/** Time without typing after which the text is sent, milliseconds. */
const PAUSE_MS = 250;

interface Result {
  /** The text that was normalized; it can be older than the text asked for. */
  readonly text: string;
  readonly normalized: Normalized | null;
  readonly error: ApiError | null;
}

/** Returns what would be spoken of a text, and follows the text while it is typed. */
export function useNormalized(
  text: string,
  lexicon: Readonly<Record<string, string>> | null = null,
): Result {
  const [result, setResult] = useState<Result>({ text: "", normalized: null, error: null });
  const uses = useStore(keyUses);
  useEffect(() => {
    if (text.trim() === "") {
      setResult({ text, normalized: null, error: null });
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      normalize(text, lexicon, abort.signal)
        .then((normalized) => setResult({ text, normalized, error: null }))
        .catch((error: unknown) => {
          if (!abort.signal.aborted)
            setResult({ text, normalized: null, error: toApiError(error) });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, JSON.stringify(lexicon), uses]);
  return result;
}
