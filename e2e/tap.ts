/**
 * Runs in each page before its scripts. Notes when sound first reaches the audio device and when each word is marked, in
 * milliseconds of `performance.now()`, independent of what the page measures; and reports violations of the page's policy.
 */
export const TAP = `
addEventListener("securitypolicyviolation", (event) => {
  reportViolation("policy: " + event.violatedDirective + " " + event.blockedURI);
});
window.tap = { soundMs: null, marked: [] };
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    const analyser = new AnalyserNode(this.context, { fftSize: 256 });
    connect.call(this, analyser);
    const samples = new Float32Array(256);
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const isLoud = samples.some((sample) => Math.abs(sample) >= 0.001);
      if (isLoud) window.tap.soundMs ??= performance.now();
    }, 4);
  }
  return connect.call(this, target, ...rest);
};
new MutationObserver((changes) => {
  for (const { target } of changes)
    if (target.hasAttribute("aria-current") && target.dataset.word !== undefined)
      window.tap.marked.push({ word: Number(target.dataset.word), text: target.textContent, atMs: performance.now() });
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-current"] });
`;

export interface Tap {
  /** When sound first reached the audio device; null before. */
  soundMs: number | null;
  readonly marked: { readonly word: number; readonly text: string; readonly atMs: number }[];
}

declare global {
  interface Window {
    tap: Tap;
  }
}
