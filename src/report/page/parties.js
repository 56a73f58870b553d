// Dyads with their balance over time, and the actors with most events.

const MOST_DYADS = 14;
const MOST_ACTORS = 20;

const dyadName = (data, [one, other]) =>
  one === other ? `within ${unitName(data, one)}` : `${unitName(data, one)} – ${unitName(data, other)}`;

function showDyads(data, bits, result, scale, view, state, choose) {
  const { all, cooperation } = result.dyads;
  const dyads = bestOf(all, MOST_DYADS);
  const series = dyadsOverTime(data, bits, view.level, dyads, scale);
  const rows = dyads.map((dyad, place) => {
    const pair = dyadsAt(data, view.level).pairs[dyad];
    const chosen = state.dyad !== null && state.dyad[0] === pair[0] && state.dyad[1] === pair[1];
    return el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": pair.join(), "aria-pressed": String(chosen), on: () => choose(pair, null) }, dyadName(data, pair))),
      el("td", { class: "number" }, counted.format(all[dyad])),
      el("td", { class: "number" }, signed(balanceOf(cooperation[dyad], all[dyad]))),
      el("td", {}, spark(data, pair, series[place], scale, choose)));
  });
  const head = el("thead", {}, el("tr", {}, ["Between", "Events", "Balance", "Over time"].map((text, place) => el("th", { scope: "col", class: place === 1 || place === 2 ? "number" : null }, text))));
  show(byId("dyads"), dyads.length ? el("table", { class: "rows" }, head, el("tbody", {}, rows)) : el("p", {}, "No event with two sides."));
}

/** A small drawing: cooperation above the line, conflict below. By keyboard the same is reached by the dyad, then the chart of time. */
function spark(data, pair, series, scale, choose) {
  const width = scale.bins.length;
  const top = Math.max(1, ...series.flat());
  const name = dyadName(data, pair);
  const drawing = svgEl("svg", { class: "spark", viewBox: `0 -20 ${width} 40`, preserveAspectRatio: "none", "aria-hidden": "true" });
  drawing.append(svgEl("line", { x1: 0, x2: width, y1: 0, y2: 0 }));
  series.forEach(([cooperation, conflict], bin) => {
    const words = `${name}, ${scale.names[bin]}: ${counted.format(cooperation)} cooperation, ${counted.format(conflict)} conflict`;
    const bar = (kind, number, up) => number && drawing.append(svgEl("rect", {
      class: kind, x: bin + 0.08, width: 0.84, y: up ? (-19 * number) / top : 0, height: (19 * number) / top, "data-tip": words, on: () => choose(pair, scale.bins[bin]),
    }));
    bar("up", cooperation, true);
    bar("down", conflict, false);
  });
  return drawing;
}

function showActors(data, result, state, choose) {
  const { sources, targets } = result;
  const actors = bestOf(sources.map((number, party) => number + targets[party]), MOST_ACTORS);
  const most = Math.max(1, ...actors.map((party) => Math.max(sources[party], targets[party])));
  const bar = (number, left, kind, words) =>
    el("td", { class: "half", "data-tip": words }, el("span", { class: left ? "bar left" : "bar" }, number ? el("i", { class: kind, style: { width: `${(number / most) * 100}%` } }) : ""));
  const rows = actors.map((party) => {
    const unit = data.countries.length + party;
    const [source, target] = [sources[party], targets[party]];
    const name = unitName(data, unit);
    return el("tr", {},
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": `a${unit}`, "aria-pressed": String(state.unit === unit), on: () => choose(unit) }, name, " ", el("code", {}, unitCode(data, unit)))),
      el("td", { class: "number" }, counted.format(source)),
      bar(source, true, "acts", `${name} acts in ${events(source)}`),
      bar(target, false, "acted", `${name} is acted upon in ${events(target)}`),
      el("td", { class: "number" }, counted.format(target)));
  });
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Actor"), el("th", { scope: "col", class: "number", colspan: 2 }, "acts"), el("th", { scope: "col", colspan: 2 }, "is acted upon")));
  show(byId("actors"), actors.length ? el("table", { class: "rows" }, head, el("tbody", {}, rows)) : el("p", {}, "No actor."));
}
