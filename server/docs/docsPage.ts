/** Style sheet of /docs: system fonts, light or dark as the system is set. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #343a43); --soft: light-dark(#5b6470, #9aa4b2);
  --card: light-dark(#fff, #1b1f25); --page: light-dark(#f5f6f8, #121519); --ink: light-dark(#1a1d21, #e6e9ed);
  --accent: light-dark(#0b62d6, #6cabff); --code: light-dark(#eef0f3, #252a32); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.8rem; }
header p { margin: .2rem 0 1.5rem; color: var(--soft); }
a { color: var(--accent); }
form, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem;
  margin-bottom: 1rem; overflow-x: auto; }
h2 { margin: 0; font: 600 1rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
h2 b { display: inline-block; min-width: 3.6rem; margin-right: .4rem; border-radius: 6px; text-align: center;
  font-size: .8rem; color: #fff; background: #2c7a4b; }
h2 b.post { background: #0b5cc4; }
section p { margin: .3rem 0; color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; font-size: .92rem; }
td { border-top: 1px solid var(--line); padding: .4rem .8rem .4rem 0; vertical-align: top; }
td:first-child { white-space: nowrap; }
td:nth-child(2) { color: var(--soft); }
em { color: var(--accent); font-size: .8rem; }
code, pre { font: .9em ui-monospace, monospace; background: var(--code); border-radius: 5px; }
code { padding: .1em .3em; overflow-wrap: anywhere; }
pre { margin: .8rem 0 0; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { padding: 0; background: none; }
summary { cursor: pointer; color: var(--soft); margin-top: .5rem; }
label { display: flex; flex-direction: column; gap: .2rem; font-size: .85rem; color: var(--soft); }
.row { display: flex; flex-wrap: wrap; gap: .8rem; margin-top: .8rem; align-items: end; }
.row label { flex: 1 1 7rem; }
input, select, textarea, button { font: inherit; font-size: .95rem; color: var(--ink); background: var(--page);
  border: 1px solid var(--line); border-radius: 7px; padding: .45rem .6rem; width: 100%; min-width: 0; }
textarea { resize: vertical; }
.row :is(input, select, button) { height: 2.4rem; }
button { width: auto; padding: .45rem 1.4rem; color: light-dark(#fff, #0d1117); background: var(--accent);
  border-color: transparent; font-weight: 600; cursor: pointer; }
:is(input, select, textarea, button, summary, a):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
audio { width: 100%; margin-top: .9rem; }
output { display: block; margin-top: .6rem; color: var(--soft); font-size: .9rem; }
`;

/** Script of the form on /docs: shows the request as a curl command, sends it, and plays the audio. */
export const SCRIPT = `
const form = document.querySelector("#try");
const [audio, output, code] = ["audio", "output", "code"].map((name) => form.querySelector(name));
const url = new URL("v1/audio/speech", document.querySelector("header a").href).href;
const request = () => {
  const { input, voice, response_format, speed } = Object.fromEntries(new FormData(form));
  return JSON.stringify({ input, ...(voice && { voice }), response_format, speed: Number(speed) || 1 });
};
const quoted = (text) => "'" + text.replaceAll("'", "'\\\\''") + "'";
const show = () => {
  const key = form.key.value ? " -H 'authorization: Bearer KEY'" : "";
  code.textContent = "curl " + url + " -H 'content-type: application/json'" + key + " -d " + quoted(request()) +
    " -o speech." + form.response_format.value;
};
form.addEventListener("input", show);
show();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const sentMs = performance.now();
  output.textContent = "…";
  try {
    const headers = { "content-type": "application/json" };
    if (form.key.value) headers.authorization = "Bearer " + form.key.value;
    const response = await fetch(url, { method: "POST", headers, body: request() });
    if (!response.ok) throw new Error((await response.json()).error.message);
    const reader = response.body.getReader();
    const chunks = [];
    let firstMs;
    for (let next; !(next = await reader.read()).done; chunks.push(next.value)) firstMs ??= performance.now() - sentMs;
    URL.revokeObjectURL(audio.src);
    const blob = new Blob(chunks, { type: response.headers.get("content-type") });
    audio.src = URL.createObjectURL(blob);
    audio.hidden = false;
    output.textContent = "first audio after " + Math.round(firstMs) + " ms, complete: " + blob.size.toLocaleString() +
      " bytes after " + Math.round(performance.now() - sentMs) + " ms";
    await audio.play();
  } catch (error) {
    output.textContent = error.message;
  }
});
`;
