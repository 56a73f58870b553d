// What is chosen, and drawing everything anew when it changes.

const state = nothing();
const view = { from: 0, to: 0, level: "country", marks: "place", region: 0, shown: AT_A_TIME, event: -1, id: "", lost: false };
let data, bits, matched = [], turn = 0, drawing = 0;

/** Draws with the next frame, once, however often something has changed. */
function changed() {
  view.shown = AT_A_TIME;
  view.event = -1;
  view.lost = false;
  if (!drawing) drawing = requestAnimationFrame(draw);
}

function draw() {
  drawing = 0;
  misses(data, state, bits);
  const scale = scaleOfTime(view.from, view.to);
  const result = count(data, bits, view, scale);
  matched = result.matched;
  showControls();
  showWhen(result, scale, state, chooseBin);
  showMap(data, result, view, state, (spot) => toggle(view.marks === "place" ? "place" : "country", spot, -1));
  showWhat(data, result, state, (type) => toggle("type", type, ""));
  showDyads(data, bits, result, scale, view, state, chooseDyad);
  showActors(data, result, state, (unit) => toggle("unit", unit, -1));
  showEvents();
  if (view.event < 0) remember();
}

function toggle(key, value, none) {
  state[key] = state[key] === value ? none : value;
  changed();
}

/** A bar of more than a day is looked into; a day is chosen, or taken back. */
function chooseBin(bin, chosen) {
  [state.from, state.to] = chosen ? [null, null] : [bin.from, bin.to];
  if (chosen) lookAt(data.first, data.last);
  else if (bin.to > bin.from) lookAt(bin.from, bin.to);
  changed();
}

function chooseDyad(pair, bin) {
  const same = !bin && state.dyad?.join() === pair.join();
  state.dyad = same ? null : pair;
  if (bin) [state.from, state.to] = [bin.from, bin.to];
  changed();
}

function lookAt(from, to) {
  [view.from, view.to] = [Math.max(from, data.first), Math.min(to, data.last)];
  if (view.from > view.to) [view.from, view.to] = [data.first, data.last];
}

function showControls() {
  byId("country").value = String(state.country);
  byId("type").value = state.type;
  byId("status").value = state.status;
  byId("from").value = state.from === null ? "" : dayText(state.from);
  byId("to").value = state.to === null ? "" : dayText(state.to);
  byId("sure").value = String(state.sure);
  byId("sureShown").textContent = state.sure ? `${(state.sure / 100).toFixed(2)} or more` : "any";
  byId("repeats").checked = state.repeats;
  byId("level").value = view.level;
  byId("marks").value = view.marks;
  byId("region").value = String(view.region);
  byId("whole").hidden = view.from === data.first && view.to === data.last;
  const left = data.repeats && !state.repeats ? `; ${counted.format(data.repeats)} that repeat another are not counted` : "";
  byId("found").textContent = `${counted.format(matched.length)} of ${events(data.n)}${left}`;
  byId("down").textContent = `${events(matched.length)}: read the sentences ↓`;
  const chip = (text, clear) => el("li", {}, el("button", { type: "button", "aria-label": `${text}: take back`, on: () => { clear(); changed(); } }, text));
  show(byId("chosen"),
    state.place >= 0 ? chip(data.places[state.place][0], () => (state.place = -1)) : "",
    state.dyad ? chip(dyadName(data, state.dyad), () => (state.dyad = null)) : "",
    state.unit >= 0 ? chip(unitName(data, state.unit), () => (state.unit = -1)) : "");
}

/** The list of sentences. If something is chosen while pieces are unpacked, the newer choice wins. */
async function showEvents() {
  const mine = ++turn;
  const alone = view.event >= 0 && view.event < data.n;
  const which = alone ? [view.event] : matched.slice(0, view.shown);
  const made = await cards(data, which, (event) => { view.event = event; view.lost = false; showEvents(); });
  const id = alone ? (await detailOf(view.event)).id : "";
  if (mine !== turn) return;
  view.id = id;
  if (alone) remember();
  byId("eventsTitle").textContent = alone ? "One event" : "Latest events";
  show(byId("list"),
    alone ? el("p", {}, el("button", { type: "button", on: () => { view.event = -1; showEvents(); remember(); } }, "Back to all")) : "",
    view.lost ? el("p", {}, "The event that the address names is not in this report.") : "",
    made.length ? made : el("p", {}, "No event fits. Take a filter back."));
  byId("more").hidden = alone || matched.length <= view.shown;
  if (alone) byId("list").querySelector(".event").classList.add("shown");
}

/** What is chosen stands in the address, so that it can be passed on. */
function remember() {
  const words = new URLSearchParams();
  if (state.country >= 0) words.set("country", data.countries[state.country][0]);
  if (state.type) words.set("type", state.type);
  if (state.status) words.set("status", state.status);
  if (state.from !== null) words.set("from", dayText(state.from));
  if (state.to !== null) words.set("to", dayText(state.to));
  if (state.sure) words.set("sure", state.sure);
  if (state.repeats) words.set("repeats", "1");
  if (state.place >= 0) words.set("place", placeKey(data.places[state.place], data));
  if (state.unit >= 0) words.set("actor", unitKey(data, state.unit));
  for (const unit of state.dyad ?? []) words.append("between", unitKey(data, unit));
  if (view.event >= 0) words.set("event", `${view.event}.${view.id}`);
  const hash = `#${words}`;
  if (location.hash === hash || (hash === "#" && !location.hash)) return;
  history.replaceState(null, "", hash);
}

async function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  const whole = (name, limit) => {
    const number = Number(words.get(name) ?? -1);
    return Number.isInteger(number) && number >= 0 && number < limit ? number : -1;
  };
  const event = words.has("event") ? await eventOfKey(data, words.get("event")) : -1;
  Object.assign(state, nothing(), {
    country: data.countries.findIndex(([code]) => code === words.get("country")),
    type: [...byId("type").options].some(({ value }) => value === words.get("type")) ? words.get("type") : "",
    status: ["real", "not", "open"].includes(words.get("status")) ? words.get("status") : "",
    from: dayNumber(words.get("from") ?? ""),
    to: dayNumber(words.get("to") ?? ""),
    sure: Math.max(0, whole("sure", 100)),
    repeats: words.get("repeats") === "1",
    place: words.has("place") ? data.places.findIndex((place) => placeKey(place, data) === words.get("place")) : -1,
    unit: words.has("actor") ? unitOfKey(data, words.get("actor")) : -1,
  });
  const between = words.getAll("between").map((key) => unitOfKey(data, key)).sort((a, b) => a - b);
  if (between.length === 2 && between[0] >= 0) state.dyad = between;
  lookAt(state.from ?? data.first, state.to ?? data.last);
  changed();
  view.event = event;
  view.lost = words.has("event") && event < 0;
}

function fillChoices() {
  const countries = data.countries.map(([code, name], number) => [name, code, number]).sort(([a], [b]) => a.localeCompare(b));
  byId("country").append(el("option", { value: -1 }, "all"), ...countries.map(([name, code, number]) => el("option", { value: number }, `${name} (${code})`)));
  byId("type").append(el("option", { value: "" }, "all"), ...QUADS.map((quad, number) =>
    el("optgroup", { label: QUAD_WORDS[number] }, el("option", { value: quad }, `all ${QUAD_WORDS[number]}`),
      data.types.filter(([, of]) => of === quad).map(([name]) => el("option", { value: name }, name)))));
  byId("region").append(...data.regions.map(([name], number) => el("option", { value: number }, name)));
  for (const id of ["from", "to"]) Object.assign(byId(id), { min: dayText(data.first), max: dayText(data.last) });
  const on = (id, kind, take) => byId(id).addEventListener(kind, (event) => { take(event.target); changed(); });
  on("country", "change", ({ value }) => (state.country = Number(value)));
  on("type", "change", ({ value }) => (state.type = value));
  on("status", "change", ({ value }) => (state.status = value));
  on("sure", "input", ({ value }) => (state.sure = Number(value)));
  on("repeats", "change", ({ checked }) => (state.repeats = checked));
  on("level", "change", ({ value }) => { view.level = value; state.dyad = null; });
  on("marks", "change", ({ value }) => { view.marks = value; state.place = -1; });
  on("region", "change", ({ value }) => (view.region = Number(value)));
  for (const id of ["from", "to"]) on(id, "change", ({ value }) => {
    state[id] = dayNumber(value);
    lookAt(state.from ?? data.first, state.to ?? data.last);
  });
  on("whole", "click", () => { state.from = state.to = null; lookAt(data.first, data.last); });
  on("reset", "click", () => { Object.assign(state, nothing()); lookAt(data.first, data.last); });
  byId("more").addEventListener("click", () => { view.shown += AT_A_TIME; showEvents(); });
  byId("down").addEventListener("click", (click) => { click.preventDefault(); byId("events").scrollIntoView(); byId("events").focus({ preventScroll: true }); });
  byId("filters").addEventListener("submit", (submit) => submit.preventDefault());
  rove(byId("spots"), "circle");
  let width = innerWidth;
  addEventListener("resize", () => { if (width !== innerWidth) { width = innerWidth; if (!drawing) drawing = requestAnimationFrame(draw); } });
  addEventListener("hashchange", recall);
}

async function start() {
  if (typeof DecompressionStream === "undefined") throw new Error("this browser is too old: it cannot unpack gzip");
  byId("say").textContent = "Unpacking …";
  data = await load();
  if (!data.n) {
    byId("say").textContent = "There is no event in this report.";
    return;
  }
  bits = new Uint8Array(data.n);
  byId("repeatsLabel").hidden = !data.repeats;
  // Where few events have a place, the countries of their parties say more.
  const placed = data.place.reduce((sum, place) => sum + (place >= 0), 0);
  view.marks = placed * 3 >= data.n ? "place" : "country";
  fillChoices();
  tips();
  await recall();
  byId("say").hidden = true;
  byId("report").hidden = false;
}

start().catch((error) => { byId("say").textContent = `The events could not be shown: ${error.message}.`; });
