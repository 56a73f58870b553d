// Which events are shown. Every filter is a bit, so that a chart can count what all filters but its own let through.

const COUNTRY = 1, TYPE = 2, DAY = 4, SURE = 8, STATUS = 16, UNIT = 32, DYAD = 64, PLACE = 128;

/** Nothing chosen. */
const nothing = () => ({
  country: -1, type: "", status: "", from: null, to: null, sure: 0, repeats: false, unit: -1, dyad: null, place: -1,
});

/** For every event the bits of the filters that it does not pass; 0 if it is shown. */
function misses(data, state, bits) {
  const types = Uint8Array.from(data.types, ([name, quad]) => !state.type || state.type === name || state.type === quad);
  const from = state.from ?? -Infinity;
  const to = state.to ?? Infinity;
  for (let event = 0; event < data.n; event++) {
    let miss = 0;
    if (!types[data.type[event]]) miss |= TYPE;
    if (data.days[event] < from || data.days[event] > to) miss |= DAY;
    if (data.sure[event] < state.sure) miss |= SURE;
    if (!hasStatus(data.flags[event], state)) miss |= STATUS;
    if (state.place >= 0 && data.place[event] !== state.place) miss |= PLACE;
    if (state.country >= 0 && !inCountry(data, event, state.country)) miss |= COUNTRY;
    if (state.unit >= 0 && !hasUnit(data, event, state.unit)) miss |= UNIT;
    if (state.dyad && !isBetween(data, event, state.dyad)) miss |= DYAD;
    bits[event] = miss;
  }
}

function hasStatus(flags, state) {
  if (flags & ALL_FLAGS.repeat && !state.repeats) return false;
  const negated = (flags & ALL_FLAGS.negated) !== 0;
  const modality = (flags >> 1) & 7;
  switch (state.status) {
    case "real": return !negated && modality === 0;
    case "not": return negated || modality === 4;
    case "open": return modality >= 1 && modality <= 3;
    default: return true;
  }
}

/** Whether a country is the place or a party of an event. */
function inCountry(data, event, country) {
  const place = data.place[event];
  return (place >= 0 && data.countryOfPlace[place] === country) || hasUnit(data, event, country);
}

function hasUnit(data, event, unit) {
  for (let at = sidesFrom(data, event); at < data.ends[event]; at++) {
    if (fits(data, data.side[at] >> 1, unit)) return true;
  }
  return false;
}

/** Whether one of two units acts upon the other. */
function isBetween(data, event, [one, other]) {
  const from = sidesFrom(data, event);
  const has = (unit, target) => {
    for (let at = from; at < data.ends[event]; at++) {
      if ((data.side[at] & 1) === target && fits(data, data.side[at] >> 1, unit)) return true;
    }
    return false;
  };
  return (has(one, 0) && has(other, 1)) || (has(other, 0) && has(one, 1));
}
