// Runs in the browser. Needs uPlot and the JSON in the element #data.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const colors = [
    "#1f5fbf",
    "#d1493f",
    "#2f8f4e",
    "#8a4fbf",
    "#c77700",
    "#007f8b",
    "#a3185e",
    "#555555",
  ];
  const color = (index) => colors[index % colors.length];
  const grid = { stroke: "#e8e8e8", width: 1 };
  const fromZero = (_plot, _low, high) => [0, high > 0 ? high * 1.05 : 1];
  const draw = (id, columns, { title, xAxis, series, left = "ms", right, x, hooks = {} }) => {
    const place = document.getElementById(id);
    if (place === null) return;
    const axes = [{ grid, label: xAxis.label, values: xAxis.values, splits: xAxis.splits }];
    axes.push({ grid, label: left, scale: "y", size: 70 });
    if (right)
      axes.push({ label: right, scale: "right", side: 1, size: 70, grid: { show: false } });
    const options = {
      title,
      width: Math.max(320, place.clientWidth),
      height: 340,
      scales: { x: { time: false, range: x }, y: { range: fromZero }, right: { range: fromZero } },
      axes,
      series: [{ label: xAxis.label, value: xAxis.value }, ...series],
      hooks,
    };
    const plot = new uPlot(options, columns, place);
    addEventListener("resize", () => {
      plot.setSize({ width: Math.max(320, place.clientWidth), height: 340 });
    });
  };
  const line = (label, index, more) => ({
    label,
    stroke: color(index),
    width: 2,
    scale: "y",
    ...more,
  });
  const dots = (label, stroke, size) => ({
    label,
    stroke,
    scale: "y",
    paths: () => null,
    points: { show: true, size, fill: stroke, width: 0 },
  });

  const levelStarts = (plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = ctx.strokeStyle = "#777777";
    ctx.textAlign = "left";
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    data.starts.forEach((start, index) => {
      const at = plot.valToPos(start, "x", true);
      if (at < bbox.left - 1 || at > bbox.left + bbox.width) return;
      ctx.beginPath();
      ctx.moveTo(at, bbox.top);
      ctx.lineTo(at, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(data.labels[index], at + 4, bbox.top + 12 * devicePixelRatio);
    });
    ctx.restore();
  };
  draw("time", data.time, {
    title: data.latency + " and first audio",
    xAxis: { label: "Seconds of the run, levels in sequence" },
    series: [
      dots(data.latency, color(0), 5),
      dots("First audio", color(1), 4),
      dots("Failed", "#000000", 7),
    ],
    hooks: { draw: [levelStarts] },
  });

  const levelAxis = {
    label: "Level",
    splits: () => data.labels.map((_, index) => index),
    values: (_plot, splits) => splits.map((index) => data.labels[index] ?? ""),
    value: (_plot, index) => (index === null ? "--" : data.labels[index]),
  };
  const aroundLevels = () => [-0.5, data.labels.length - 0.5];
  const marked = { points: { show: true, size: 8 } };
  const percentiles = ["p50", "p95", "p99"].map((label, index) => line(label, index, marked));
  const byLevel = { xAxis: levelAxis, series: percentiles, x: aroundLevels };
  draw("ttfaByLevel", data.ttfaByLevel, { title: "First audio", ...byLevel });
  draw("latencyByLevel", data.latencyByLevel, { title: data.latency, ...byLevel });

  const shares = { label: "Percentile of requests" };
  const eachLevel = data.labels.map((label, index) =>
    line(label, index, { points: { show: false } }),
  );
  const byShare = { xAxis: shares, series: eachLevel };
  draw("ttfaDistribution", data.ttfaDistribution, { title: "First audio", ...byShare });
  draw("latencyDistribution", data.latencyDistribution, { title: data.latency, ...byShare });

  if (data.stalls !== null) {
    const stalls = ["> 50 ms", "> 100 ms", "> 200 ms"].map((label, index) =>
      line(label, index, marked),
    );
    const prerolls = ["Pre-roll for 95 %", "Pre-roll for 99 %"].map((label, index) =>
      line(label, index + 3, { ...marked, scale: "right", dash: [8, 6] }),
    );
    draw("stalls", data.stalls, {
      title: "Streams with a stall",
      xAxis: levelAxis,
      series: [...stalls, ...prerolls],
      x: aroundLevels,
      left: "% of streams",
      right: "pre-roll, ms",
    });
  }
})();
