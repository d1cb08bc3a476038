// Runs in the browser. Needs uPlot and the JSON in the element #data.
(() => {
  const { charts } = JSON.parse(document.getElementById("data").textContent);
  const style = getComputedStyle(document.documentElement);
  const property = (name) => style.getPropertyValue(name).trim();
  const colorOf = (color) => (color.startsWith("--") ? property(color) : color);
  const font = (weight = "") => `${weight} ${11 * devicePixelRatio}px system-ui, sans-serif`;
  const HEIGHT = 320;
  /** Minimum distance of the labels of an axis, CSS pixels. */
  const LABEL_PX = 34;

  /** Formats a number with three significant digits, without an exponent; empty for no number. */
  const short = (value) =>
    value === null || value === undefined
      ? ""
      : String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
  /** Formats x = −log10(1 − p) as a percentile: 1 is p90, 2 is p99. */
  const percentileOf = (x) => `p${Number((100 * (1 - 10 ** -x)).toFixed(x < 2 ? 1 : 3))}`;
  const PERCENTILES = [0, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999];

  const drawn = (plot, work) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    work(ctx, bbox);
    ctx.restore();
  };
  const verticalLine = (ctx, x, { top, height }) => {
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
  };

  /** Draws the start of each level. A label that would touch the one before it is left out. */
  const drawMarks = (plot, marks) =>
    drawn(plot, (ctx, bbox) => {
      ctx.fillStyle = property("--muted");
      ctx.strokeStyle = property("--rule");
      ctx.lineWidth = devicePixelRatio;
      ctx.font = font();
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      let freeX = -Infinity;
      for (const { x, label } of marks) {
        const at = plot.valToPos(x, "x", true);
        verticalLine(ctx, at, bbox);
        if (at < freeX) continue;
        ctx.fillText(label, at + 4, bbox.top + 12 * devicePixelRatio);
        freeX = at + ctx.measureText(label).width + 10;
      }
    });

  /** Draws each limit as a line with its label. A limit above the chart is named at its upper edge. */
  const drawLimits = (plot, limits) =>
    drawn(plot, (ctx, bbox) => {
      ctx.font = font("600");
      ctx.textBaseline = "alphabetic";
      limits.forEach(({ label, y, x }, index) => {
        const at = plot.valToPos(y, "y", true);
        const isAbove = at < bbox.top;
        ctx.strokeStyle = ctx.fillStyle = property("--limit");
        ctx.lineWidth = 1.5 * devicePixelRatio;
        if (!isAbove) {
          ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
          ctx.beginPath();
          ctx.moveTo(bbox.left, at);
          ctx.lineTo(bbox.left + bbox.width, at);
          ctx.stroke();
          ctx.setLineDash([]);
        }
        if (x !== null && !isAbove) {
          ctx.beginPath();
          ctx.arc(plot.valToPos(x, "x", true), at, 4 * devicePixelRatio, 0, 2 * Math.PI);
          ctx.fill();
        }
        const text = isAbove ? `${label} ↑ above this chart` : label;
        const row = isAbove ? bbox.top + (14 + 14 * index) * devicePixelRatio : at;
        const isTight = row - bbox.top < 16 * devicePixelRatio;
        const baseline = isTight ? row + 13 * devicePixelRatio : row - 5 * devicePixelRatio;
        ctx.textAlign = index % 2 === 0 ? "left" : "right";
        const edge = index % 2 === 0 ? bbox.left + 6 : bbox.left + bbox.width - 6;
        ctx.lineWidth = 4 * devicePixelRatio;
        ctx.strokeStyle = property("--page");
        ctx.strokeText(text, edge, baseline);
        ctx.fillText(text, edge, baseline);
      });
    });

  /** Draws a cross on the lower edge for each failed request. */
  const drawFailures = (plot, failures) =>
    drawn(plot, (ctx, { top, height }) => {
      ctx.strokeStyle = property("--bad");
      ctx.lineWidth = 1.5 * devicePixelRatio;
      const arm = 4 * devicePixelRatio;
      const y = top + height - arm - 1;
      for (const x of failures) {
        const at = plot.valToPos(x, "x", true);
        ctx.beginPath();
        ctx.moveTo(at - arm, y - arm);
        ctx.lineTo(at + arm, y + arm);
        ctx.moveTo(at - arm, y + arm);
        ctx.lineTo(at + arm, y - arm);
        ctx.stroke();
      }
    });

  const seriesOf = ({ label, style, color }, dotSize) => {
    const stroke = colorOf(color);
    const base = { label, stroke, scale: "y", value: (_plot, value) => short(value) };
    if (style === "dots")
      return {
        ...base,
        paths: () => null,
        points: { show: true, size: dotSize, fill: stroke, width: 0 },
      };
    if (style === "steps")
      return {
        ...base,
        width: 2,
        paths: uPlot.paths.stepped({ align: 1 }),
        points: { show: false },
      };
    const dash = style === "dashed" ? [6, 5] : [];
    return { ...base, width: 2, dash };
  };

  /** Keeps the splits whose labels have room. */
  const roomy = (plot, splits) => {
    let lastPx = -Infinity;
    return splits.filter((split) => {
      const px = plot.valToPos(split, "x");
      if (px - lastPx < LABEL_PX) return false;
      lastPx = px;
      return true;
    });
  };

  const xAxisOf = ({ kind, label, labels, range }) => {
    if (kind === "levels") {
      const name = (index) => labels[index] ?? "";
      return {
        axis: {
          label,
          splits: (plot) =>
            roomy(
              plot,
              labels.map((_, index) => index),
            ),
          values: (_plot, splits) => splits.map(name),
        },
        value: (_plot, index) => (index === null ? "" : name(index)),
      };
    }
    if (kind === "percentiles") {
      const at = PERCENTILES.map((p) => -Math.log10(1 - p / 100)).filter(
        (x) => x <= range[1] + 1e-9,
      );
      return {
        axis: {
          label,
          splits: (plot) => roomy(plot, at),
          values: (_plot, splits) => splits.map(percentileOf),
        },
        value: (_plot, x) => (x === null ? "" : percentileOf(x)),
      };
    }
    return { axis: { label }, value: (_plot, x) => short(x) };
  };

  const draw = (chart, place) => {
    const { title, x, y, series, columns, limits, marks = [], failures = [] } = chart;
    const look = {
      stroke: property("--ink"),
      grid: { stroke: property("--grid"), width: 1 },
      ticks: { stroke: property("--grid"), width: 1 },
      font: "12px system-ui, sans-serif",
      labelFont: "12px system-ui, sans-serif",
      labelSize: 20,
    };
    const { axis, value } = xAxisOf(x);
    const hasPoints = x.kind === "levels" || columns[0].length < 3;
    const options = {
      title,
      width: place.clientWidth,
      height: HEIGHT,
      scales: {
        x: {
          time: false,
          range: (_plot, low, high) =>
            low === null ? x.range : zoomed(x, [low, high], columns[0]),
        },
        y: { distr: y.isLog ? 3 : 1, range: () => y.range },
      },
      axes: [
        { ...look, ...axis },
        {
          ...look,
          scale: "y",
          label: y.label,
          size: 52,
          values: (_plot, splits) => splits.map((v) => (v === null ? null : short(v))),
        },
      ],
      series: [
        { label: x.label.split(/[:,]/)[0], value },
        ...series.map((each) => ({
          ...seriesOf(each, columns[0].length < 50 ? 9 : 5),
          ...(each.style === "line" ? { points: { show: hasPoints, size: 7 } } : {}),
        })),
      ],
      hooks: {
        draw: [
          (plot) => drawMarks(plot, marks),
          (plot) => drawLimits(plot, limits),
          (plot) => drawFailures(plot, failures),
        ],
      },
    };
    return new uPlot(options, columns, place);
  };

  /** Returns the whole range of x unless the reader has zoomed in. */
  const zoomed = ({ range }, [low, high], values) => {
    const isWhole = low <= values[0] && high >= values.at(-1);
    return isWhole ? range : [low, high];
  };

  let plots = [];
  const drawAll = () => {
    for (const plot of plots) plot.destroy();
    plots = charts.flatMap((chart) => {
      const place = document.getElementById(`chart-${chart.id}`);
      return place === null ? [] : [draw(chart, place)];
    });
  };
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    for (const plot of plots)
      plot.setSize({ width: plot.root.parentElement.clientWidth, height: HEIGHT });
  });
})();
