import { TEXTS } from "../../parts/texts.ts";
import { forget, forgetAll, type Saved } from "./saved.ts";

/** Longest text of an entry, characters. */
const MAX_CHARS = 70;

interface SavedListProps {
  readonly saved: readonly Saved[];
  readonly onShow: (saved: Saved) => void;
  readonly onChange: () => void;
}

/** The last answers, kept in this browser. */
export function SavedList({ saved, onShow, onChange }: SavedListProps) {
  if (saved.length === 0) return null;
  const remove = async (id: number): Promise<void> => {
    await forget(id);
    onChange();
  };
  const removeAll = async (): Promise<void> => {
    await forgetAll();
    onChange();
  };
  return (
    <section class="card saved">
      <h2>{TEXTS.saved.title}</h2>
      <p class="hint">{TEXTS.saved.where}</p>
      <ul>
        {saved.map((each) => (
          <li key={String(each.id)}>
            <button type="button" class="link" onClick={() => onShow(each)}>
              {titleOf(each)}
            </button>
            <button
              type="button"
              class="remove"
              aria-label={TEXTS.saved.forget(titleOf(each))}
              onClick={() => void remove(each.id)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void removeAll()}>
        {TEXTS.saved.forgetAll}
      </button>
    </section>
  );
}

function titleOf({ sides, atMs }: Saved): string {
  const takes = Object.values(sides).map(({ take }) => take);
  const text = takes[0]?.request.input ?? "";
  const short = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  const voices = takes.map(({ request }) => request.voice).join(", ");
  const time = new Date(atMs).toLocaleTimeString([], { timeStyle: "short", hour12: false });
  return `${time} ${voices}: ${short}`;
}
