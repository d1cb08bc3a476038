import { useEffect, useState } from "hono/jsx/dom";
import { type ApiError, toApiError } from "./api.ts";
import { keyUses } from "./key.ts";
import { useStore } from "./store.ts";
import { fetchVoices, type Voice } from "./voices.ts";

/** Returns the voices of the server, asked for again with a new key and after `again`. */
export function useVoices() {
  const [voices, setVoices] = useState<readonly Voice[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const uses = useStore(keyUses);
  useEffect(() => {
    const abort = new AbortController();
    fetchVoices(abort.signal)
      .then((found) => {
        setVoices(found);
        setError(null);
      })
      .catch((caught: unknown) => {
        if (!abort.signal.aborted) setError(toApiError(caught));
      });
    return () => abort.abort();
  }, [uses, attempt]);
  return { voices, error, again: () => setAttempt(attempt + 1) };
}
