interface Started {
  /** Address of the server, with a slash at the end. */
  readonly url: string;
  readonly engines: readonly string[];
  readonly voice: string;
  readonly needsKey: boolean;
}

/**
 * Returns what the server prints once it listens: its address, its page, its API, the base URL that chat clients ask for,
 * and a first request.
 */
export function startText({ url, engines, voice, needsKey }: Started): string {
  const what = `${engines.length > 1 ? "engines" : "engine"} ${engines.join(", ")}, voice ${voice}`;
  // Nobody can open a wildcard address.
  const open = url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])/, "http://localhost");
  const key = needsKey ? `-H "authorization: Bearer $KEY" ` : "";
  return `utter listens at ${url.replace(/\/$/, "")} (${what})

  page      ${open}
  API       ${open}docs
  base URL  ${open}v1   for Open WebUI and other clients of OpenAI's API

  curl ${open}v1/audio/speech ${key}-H 'content-type: application/json' \\
    -d '{"input": "Hello! How can I help you?", "response_format": "wav"}' -o hello.wav
`;
}
