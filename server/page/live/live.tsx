import { render, useMemo, useState } from "hono/jsx/dom";
import { joinedSamples } from "../../observe/live/sample.ts";
import { KeyForm } from "../parts/keyForm.tsx";
import { Notice } from "../parts/notice.tsx";
import { Select } from "../parts/fields/select.tsx";
import { useStore } from "../parts/store.ts";
import { TEXTS } from "../parts/texts.ts";
import { Chart, type SeriesName } from "./chart.tsx";
import { openFeed } from "./feed.ts";
import { choicesOf, figuresOf } from "./series.ts";
import { Engines, Tiles } from "./tiles.tsx";

const { live } = TEXTS;
const feed = openFeed();

/** Lengths of the shown times, seconds. */
const SPANS_S: Readonly<Record<keyof typeof live.spans, number>> = { minute: 60, hour: 3600 };

const CHARTS: Readonly<Record<keyof typeof live.charts, readonly SeriesName[]>> = {
  load: ["listeners", "inFlight", "queued"],
  firstAudio: ["p50", "p95"],
  ends: ["ok", "refused", "failed", "stalls"],
  codec: ["busy", "batch"],
};

function LivePage() {
  const { minute, hour, error } = useStore(feed);
  const [engine, setEngine] = useState("");
  const [face, setFace] = useState("");
  const [span, setSpan] = useState<keyof typeof live.spans>("minute");
  const samples = span === "minute" ? minute : hour;
  const filter = { engine: engine || null, face: face || null };
  const points = useMemo(
    () => samples.map((sample) => figuresOf(sample, filter)),
    [samples, engine, face],
  );
  const choices = choicesOf([...hour, ...minute]);
  const now = minute.at(-1);
  const whole = samples.length === 0 ? now : joinedSamples(samples);
  const hasCodec = points.some(({ busy }) => busy !== null);
  const spans = Object.entries(live.spans) as [typeof span, string][];
  return (
    <>
      <KeyForm />
      <p>{live.intro}</p>
      <Notice isBackground error={error} />
      <div class="filters">
        <Select
          label={live.span}
          options={spans}
          value={span}
          onChoose={(value) => setSpan(value as typeof span)}
        />
        <Select
          label={live.engine}
          options={withAll(choices.engines)}
          value={engine}
          onChoose={setEngine}
        />
        <Select
          label={live.face}
          options={withAll(choices.faces)}
          value={face}
          onChoose={setFace}
        />
      </div>
      {now && whole && (
        <>
          <Tiles now={now} last={figuresOf(now, filter)} all={figuresOf(whole, filter)} />
          <div class="charts">
            {(Object.keys(CHARTS) as (keyof typeof CHARTS)[])
              .filter((name) => name !== "codec" || hasCodec)
              .map((name) => (
                <Chart
                  key={name}
                  title={live.charts[name]}
                  series={CHARTS[name]}
                  points={points}
                  spanS={SPANS_S[span]}
                />
              ))}
            <Engines sample={whole} />
          </div>
        </>
      )}
    </>
  );
}

function withAll(values: readonly string[]): readonly (readonly [string, string])[] {
  return [["", live.all], ...values.map((value) => [value, value] as const)];
}

render(<LivePage />, document.querySelector("#app")!);
