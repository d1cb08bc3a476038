import { apiKey, isKeyWanted, useKey } from "./key.ts";
import { useStore } from "./store.ts";
import { TEXTS } from "./texts.ts";

/** Asks for an API key when the server wants one. */
export function KeyForm() {
  const key = useStore(apiKey);
  if (!useStore(isKeyWanted)) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    useKey(form.querySelector("input")!.value.trim());
  };
  return (
    <form
      class={key === "" ? "card key" : "notice key"}
      onSubmit={submit}
      aria-label={TEXTS.key.title}
    >
      <p role="alert">
        <strong>{key === "" ? TEXTS.key.title : TEXTS.key.wrong}</strong> {TEXTS.key.why}
      </p>
      <label>
        {TEXTS.key.label}
        <input
          name="key"
          type="password"
          autocomplete="off"
          required
          pattern="[ -~]+"
          title={TEXTS.key.form}
        />
      </label>
      <button class="primary">{TEXTS.key.use}</button>
    </form>
  );
}
