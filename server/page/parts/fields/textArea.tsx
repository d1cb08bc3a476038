interface TextAreaProps {
  readonly label: string;
  readonly rows: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** A labelled field for a text of several lines. */
export function TextArea({ label, rows, text, onText, onKeyDown }: TextAreaProps) {
  return (
    <label>
      {label}
      <textarea
        rows={rows}
        value={text}
        onInput={(event: Event) => onText((event.target as HTMLTextAreaElement).value)}
        {...(onKeyDown === undefined ? {} : { onKeyDown })}
      />
    </label>
  );
}
