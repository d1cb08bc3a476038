import { fileURLToPath } from "node:url";
import { createCanvas, type Canvas, GlobalFonts, Path2D } from "@napi-rs/canvas";
import { parseHTML } from "linkedom";

/** Shipped with the project: without any system font text would be missing, and nothing would say so. */
export const FONT = "Plot Sans";
/** Pixels per CSS pixel: at 2 lines and letters are readable in a picture 3000 px wide. */
export const PIXEL_RATIO = 2;

const canvases = new WeakMap<object, Canvas>();

/** Gives uPlot the little of a browser that it draws with, then loads it (it looks around while it is imported). */
export function loadUplot() {
  return (loaded ??= load());
}

let loaded: ReturnType<typeof load> | undefined; // uPlot keeps the document that it was imported with

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

/** The real canvas behind an element of the small DOM. */
export function canvasOf(element: object): Canvas {
  const canvas = canvases.get(element);
  if (canvas === undefined) throw new Error("the plot was drawn on no canvas of ours");
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
