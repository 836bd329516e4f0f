/* Draws the tables of a board as charts. A table is the chart's only source and stays one press
   away; without this script, or without ECharts, the tables are simply there. */
(function () {
  "use strict";
  const echarts = window.echarts, x = window.xinfang;
  if (!echarts) return;

  function colour(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function ink(forPaper) {
    if (forPaper) return { text: "#1b2430", quiet: "#5b6779", line: "#dde3ea", main: "#0b4f9e", soft: "#8793a4", ground: "#ffffff", more: ["#0b4f9e", "#465264", "#1f7a70", "#8a5a00"] };
    return { text: colour("ink"), quiet: colour("ink-3"), line: colour("line"), main: colour("blue"), soft: colour("rest"), ground: colour("paper"),
      more: [colour("blue"), colour("ink-2"), colour("ok"), colour("near")] };
  }

  function rows(table) {
    return x.all(table, "tr[data-name]");
  }

  function base(c, card) {
    return {
      animation: false,
      textStyle: { fontFamily: window.getComputedStyle(document.body).fontFamily, color: c.text },
      aria: { enabled: true, label: { description: card.querySelector("h2").textContent + "，数据见表格。" } },
      tooltip: { renderMode: "richText", trigger: "axis", confine: true },
    };
  }

  function axis(c, more) {
    return Object.assign({ axisLabel: { color: c.text, fontSize: 13 }, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: c.line } } }, more);
  }

  /* Horizontal bars, each with its words behind it. */
  function bars(card, table, c) {
    const found = rows(table).reverse();
    return Object.assign(base(c, card), {
      grid: { left: 8, right: 210, top: 8, bottom: 8, containLabel: true },
      xAxis: axis(c, { type: "value", show: false }),
      yAxis: axis(c, { type: "category", data: found.map(function (row) { return row.dataset.name; }), splitLine: { show: false } }),
      series: [{ type: "bar", barMaxWidth: 18, itemStyle: { color: c.main },
        label: { show: true, position: "right", color: c.text, fontSize: 13, formatter: function (one) { return found[one.dataIndex].dataset.told; } },
        data: found.map(function (row) { return Number(row.dataset.value); }) }],
    });
  }

  /* Two bars for each row; the second is striped, so that it needs no colour. */
  function pairs(card, table, c) {
    const found = rows(table).reverse();
    function series(name, key, style) {
      return Object.assign({ name: name, type: "bar", barMaxWidth: 13, data: found.map(function (row) { return Number(row.dataset[key]); }) }, style);
    }
    const stripes = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4, color: c.ground };
    return Object.assign(base(c, card), {
      legend: { top: 4, right: 8, textStyle: { color: c.text } },
      grid: { left: 8, right: 90, top: 36, bottom: 8, containLabel: true },
      xAxis: axis(c, { type: "value", show: false }),
      yAxis: axis(c, { type: "category", data: found.map(function (row) { return row.dataset.name; }), splitLine: { show: false } }),
      series: [
        series(card.dataset.first, "value", { itemStyle: { color: c.soft, decal: stripes }, label: { show: true, position: "right", color: c.quiet, fontSize: 13 } }),
        series(card.dataset.second, "second", { itemStyle: { color: c.main },
          label: { show: true, position: "right", color: c.text, fontSize: 13, formatter: function (one) { return one.value + "　" + found[one.dataIndex].dataset.told; } } }),
      ],
    });
  }

  /* Lines told apart by dash and mark; a month without cases is a gap. */
  function lines(card, table, c) {
    const found = rows(table), dashes = ["solid", "dashed", "dotted", [10, 4, 2, 4]], marks = ["circle", "rect", "triangle", "diamond"];
    const names = Array.from(table.querySelectorAll("thead th")).slice(1).map(function (cell) { return cell.textContent; });
    return Object.assign(base(c, card), {
      legend: { top: 4, left: 8, itemWidth: 40, textStyle: { color: c.text } },
      grid: { left: 12, right: 28, top: 44, bottom: 8, containLabel: true },
      xAxis: axis(c, { type: "category", boundaryGap: false, data: found.map(function (row) { return row.dataset.name; }) }),
      yAxis: axis(c, { type: "value", max: 100, scale: true, axisLabel: { color: c.text, fontSize: 13, formatter: "{value} %" } }),
      series: names.map(function (name, n) {
        return { name: name, type: "line", symbol: marks[n % 4], symbolSize: 8, color: c.more[n % 4], lineStyle: { type: dashes[n % 4], width: 2 },
          data: found.map(function (row) { const value = row.querySelectorAll("td[data-value]")[n].dataset.value; return value ? Number(value) : null; }) };
      }),
    });
  }

  const kinds = { bars: bars, pairs: pairs, lines: lines };

  function picture(card, table) {
    const when = card.closest("[data-date]").dataset, title = card.querySelector("h2").textContent, place = document.createElement("div");
    const chart = echarts.init(place, null, { width: 1000, height: 560 }), option = kinds[card.dataset.chart](card, table, ink(true));
    option.title = { text: title, subtext: "截至 " + when.date, left: 12, top: 8, textStyle: { color: "#1b2430" } };
    option.grid.top += 62;
    if (option.legend) option.legend.top = 66;
    option.backgroundColor = "#ffffff";
    chart.setOption(option);
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#ffffff" });
    link.download = title + "-" + when.day + ".png";
    document.body.appendChild(link);
    link.click();
    link.remove();
    chart.dispose();
  }

  function draw(card) {
    const place = card.querySelector("[data-chart-place]"), table = card.querySelector("[data-chart-table]");
    const toggle = card.querySelector("[data-chart-toggle]"), save = card.querySelector("[data-chart-picture]");
    if (!place || !table || !rows(table).length) return;
    let chart = null;

    function show(drawn) {
      place.hidden = !drawn;
      table.hidden = drawn;
      toggle.textContent = drawn ? "看表格" : "看图";
      if (!drawn) return;
      if (!chart) chart = echarts.init(place);
      chart.setOption(kinds[card.dataset.chart](card, table, ink(false)));
      chart.resize();
    }

    toggle.hidden = save.hidden = false;
    toggle.addEventListener("click", function () { show(place.hidden); });
    save.addEventListener("click", function () { picture(card, table); });
    window.addEventListener("resize", function () { if (chart && !place.hidden) chart.resize(); });
    show(true);
  }

  x.all(document, "[data-chart]").forEach(draw);
})();
