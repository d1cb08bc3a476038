import type { Child } from "hono/jsx/dom";

interface SelectProps {
  readonly label: Child;
  /** Values with the texts that stand for them. */
  readonly options: readonly (readonly [string, string])[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** A labelled choice of one value. */
export function Select({ label, options, value, onChoose }: SelectProps) {
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={(event: Event) => onChoose((event.target as HTMLSelectElement).value)}
      >
        {options.map(([each, text]) => (
          <option value={each}>{text}</option>
        ))}
      </select>
    </label>
  );
}
