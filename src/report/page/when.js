// Events by day, and by type.

const QUAD_WORDS = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

function showWhen(result, scale, state, choose) {
  const totals = result.bins.map((bin) => bin[0] + bin[1] + bin[2] + bin[3]);
  const top = niceTop(Math.max(1, ...totals));
  const within = (bin) => bin.to >= (state.from ?? -Infinity) && bin.from <= (state.to ?? Infinity);
  const chosen = (bin) => state.from === bin.from && state.to === bin.to;
  const bars = scale.bins.map((bin, number) => {
    const counts = result.bins[number];
    const cooperation = counts[0] + counts[1];
    const words = `${scale.names[number]}: ${events(totals[number])}, ${counted.format(cooperation)} cooperation, ${counted.format(totals[number] - cooperation)} conflict`;
    // Conflict stands on the ground and cooperation on it, so that the border between the two can be followed.
    const pieces = [0, 1, 2, 3].filter((quad) => counts[quad]).map((quad) => el("i", { class: `q${quad}`, style: { height: `${(counts[quad] / top) * 100}%` } }));
    return el("button", {
      type: "button", "data-key": `t${bin.from}`, "data-tip": words, "aria-label": words, "aria-pressed": String(chosen(bin)),
      class: within(bin) ? "col" : "col out", on: () => choose(bin, chosen(bin)),
    }, pieces);
  });
  const group = el("div", { class: "bars", role: "group", "aria-label": `Events by ${scale.unit}` }, bars);
  rove(group, "button");
  show(byId("when"), el("div", { class: "top", "aria-hidden": "true" }, `${counted.format(top)} a ${scale.unit}`), group, ticks(scale));
  settle(byId("when"), ".bars button");
}

/** A share as people write it; what is there, but rounds to nothing, is told from nothing. */
const percent = (share) => (share > 0 && share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`);

/** The next round number. */
function niceTop(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((top) => top >= most);
}

function ticks({ bins, unit }) {
  const labels = Math.min(bins.length, innerWidth < 640 ? 3 : 6);
  const places = Array.from({ length: labels }, (_, number) => Math.round((number * (bins.length - 1)) / Math.max(1, labels - 1)));
  return el("div", { class: "ticks", "aria-hidden": "true" }, [...new Set(places)].map((place, number) =>
    el("span", { class: number && place === bins.length - 1 ? "last" : null, style: { left: number ? `${((place + (place === bins.length - 1 ? 1 : 0.5)) / bins.length) * 100}%` : "0" } }, binText({ from: bins[place].from, to: bins[place].from }, unit === "week" ? "day" : unit))));
}

function showWhat(data, result, state, choose) {
  const most = Math.max(1, ...result.types);
  const all = Math.max(1, result.types.reduce((sum, number) => sum + number, 0));
  const rows = data.types.map(([name, quad], type) => {
    const number = result.types[type];
    const words = `${name}, ${quad.replace("-", " ")}: ${events(number)}, ${percent(number / all)}`;
    return el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": name, "aria-pressed": String(state.type === name), on: () => choose(name) }, name)),
      el("td", { class: "number" }, counted.format(number)),
      el("td", { class: "number wideOnly" }, percent(number / all)),
      el("td", { "data-tip": words, on: () => choose(name) }, el("span", { class: "bar" }, number ? el("i", { class: `q${QUADS.indexOf(quad)}`, style: { width: `${(number / most) * 100}%` } }) : "")));
  });
  show(byId("what"), el("table", { class: "rows", "data-none": "" },
    el("thead", {}, el("tr", {}, ["Type", "Events", "Share"].map((text) => el("th", { scope: "col", class: { Events: "number", Share: "number wideOnly" }[text] }, text)), el("td"))),
    el("tbody", {}, rows)));
}
