/** Languages in which a request is shown. */
export const CODE_LANGUAGES = ["curl", "JavaScript", "Python"] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

interface CodeOptions {
  readonly url: string;
  /** Texts and numbers, which JSON, JavaScript and Python write alike. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Name of the file that the code writes. */
  readonly file: string;
  /** Whether the server wants a key. The code has a placeholder, never the key. */
  readonly hasKey: boolean;
}

/** Returns a request as code that can be run as it is, except for a key. */
export function requestCode(language: CodeLanguage, options: CodeOptions): string {
  return WRITERS[language](options);
}

const WRITERS: Readonly<Record<CodeLanguage, (options: CodeOptions) => string>> = {
  curl({ url, body, file, hasKey }) {
    const key = hasKey ? [`-H ${quoted("authorization: Bearer YOUR_KEY")}`] : [];
    return [
      `curl ${quoted(url)}`,
      `-H 'content-type: application/json'`,
      ...key,
      `-d ${quoted(JSON.stringify(body))}`,
      `-o ${file}`,
    ].join(" \\\n  ");
  },
  JavaScript({ url, body, file, hasKey }) {
    const key = hasKey ? `, authorization: "Bearer YOUR_KEY"` : "";
    return `import { writeFile } from "node:fs/promises";

const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: { "content-type": "application/json"${key} },
  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll("\n", "\n  ")}),
});
if (!response.ok) throw new Error(await response.text());
await writeFile("${file}", response.body);`;
  },
  Python({ url, body, file, hasKey }) {
    const key = hasKey ? `, "Authorization": "Bearer YOUR_KEY"` : "";
    return `import json
import urllib.request

body = ${JSON.stringify(body, null, 4)}
request = urllib.request.Request(
    ${JSON.stringify(url)},
    json.dumps(body).encode(),
    {"Content-Type": "application/json"${key}},
)
with urllib.request.urlopen(request) as response, open("${file}", "wb") as file:
    while chunk := response.read1():
        file.write(chunk)`;
  },
};

/** Quotes a text for POSIX shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
