import { fileURLToPath } from "node:url";
import { createCanvas, type Canvas, GlobalFonts, Path2D } from "@napi-rs/canvas";
import { parseHTML } from "linkedom";

/** Font that ships with the project. On a machine without fonts, text would be missing without an error. */
export const FONT = "Plot Sans";
/** Pixels per CSS pixel; 2 keeps lines and text readable in a picture of 3000 px. */
export const PIXEL_RATIO = 2;

const canvases = new WeakMap<object, Canvas>();

/** Defines the browser globals that uPlot reads at import and at drawing, then imports uPlot. */
export function loadUplot() {
  return (loaded ??= load());
}

let loaded: ReturnType<typeof load> | undefined; // uPlot keeps the document that exists when it is imported

async function load() {
  const font = fileURLToPath(
    import.meta.resolve("@fontsource/inter/files/inter-latin-400-normal.woff2"),
  );
  GlobalFonts.registerFromPath(font, FONT);
  const { window, document, CustomEvent, HTMLElement } = parseHTML(
    "<!doctype html><html><body></body></html>",
  );
  const createElement = document.createElement.bind(document);
  document.createElement = (name: string) => {
    const element = createElement(name);
    if (name === "canvas") backWithCanvas(element);
    return element;
  };
  const matchMedia = () => ({ addEventListener() {}, removeEventListener() {} });
  const browser = { window, document, CustomEvent, HTMLElement, Path2D, matchMedia };
  Object.assign(globalThis, browser, {
    devicePixelRatio: PIXEL_RATIO,
    requestAnimationFrame: queueMicrotask,
  });
  const { default: Plot } = await import("uplot");
  return { Plot, root: () => createElement("div") };
}

/** Returns the canvas on which a canvas element of linkedom draws. */
export function canvasOf(element: object): Canvas {
  const canvas = canvases.get(element);
  if (canvas === undefined)
    throw new Error("the canvas of the plot was not created by the document of loadUplot()");
  return canvas;
}

function backWithCanvas(element: object): void {
  const canvas = createCanvas(1, 1);
  const resize = (side: "width" | "height") => (pixels: number) => {
    canvas[side] = pixels;
  };
  canvases.set(element, canvas);
  Object.defineProperties(element, {
    getContext: { value: () => canvas.getContext("2d") },
    width: { get: () => canvas.width, set: resize("width") },
    height: { get: () => canvas.height, set: resize("height") },
  });
}
