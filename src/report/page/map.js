// The map: a mark for each place or country, as large as there are events and coloured by their balance.

/** Most marks on the map; smaller ones are left out. */
const MOST_SPOTS = 400;

/** −1 conflict only to 1 cooperation only. */
const balanceOf = (cooperation, all) => (2 * cooperation - all) / Math.max(1, all);
const signed = (number) => (number > 0 ? "+" : number < 0 ? "−" : "") + Math.abs(number).toFixed(2);

function balanceClass(balance) {
  return balance < -0.5 ? "b0" : balance < -0.1 ? "b1" : balance <= 0.1 ? "b2" : balance <= 0.5 ? "b3" : "b4";
}

function showMap(data, result, view, state, choose) {
  const map = byId("map");
  const [x, y, width, height] = data.regions[view.region][1];
  map.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  const pixel = width / Math.max(1, map.clientWidth);
  const { all, cooperation } = result.spots;
  const list = view.marks === "place" ? data.places : data.countries;
  const isHere = ([px, py]) => px >= x && px <= x + width && py >= y && py <= y + height;
  const here = all.map((number, spot) => (number && isHere(list[spot][2]) ? number : 0));
  const spots = bestOf(here, MOST_SPOTS);
  const most = Math.max(1, all[spots[0]] ?? 1);
  // In pixels of the screen; on a small map marks are smaller, so that land stays in sight.
  const [smallest, largest] = [3, Math.min(24, 6 + map.clientWidth / 40)];
  const marks = spots.map((spot) => {
    const point = list[spot][2];
    const [name, country] = view.marks === "place" ? [data.places[spot][0], data.countries[data.places[spot][1]]?.[1]] : [data.countries[spot][1], null];
    const where = country && country !== name ? `${name}, ${country}` : name;
    const balance = balanceOf(cooperation[spot], all[spot]);
    const words = `${where}: ${events(all[spot])}, balance ${signed(balance)}`;
    const pressed = view.marks === "place" ? state.place === spot : state.country === spot;
    return svgEl("circle", {
      cx: point[0], cy: point[1], r: (smallest + (largest - smallest) * Math.sqrt(all[spot] / most)) * pixel, class: balanceClass(balance), role: "button",
      "aria-label": words, "aria-pressed": String(pressed), "data-tip": words, "data-key": `m${spot}`, on: () => choose(spot),
    });
  });
  show(byId("spots"), marks);
  settle(byId("spots"), "circle");
  const left = here.reduce((sum, number) => sum + (number > 0), 0) - spots.length;
  const elsewhere = all.reduce((sum, number, spot) => sum + number - here[spot], 0);
  byId("mapHint").textContent =
    (view.marks === "place" ? `${result.without ? events(result.without) : "No event is"} without a place on the map.` : "An event counts for each country that is a party to it.") +
    (elsewhere && view.marks === "place" ? ` ${events(elsewhere)} in other parts of the world.` : "") +
    (left > 0 ? ` ${counted.format(left)} places with fewest events are left out.` : "");
}
