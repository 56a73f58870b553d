// Counting what is shown. Each count leaves out its own filter, so that what could be chosen instead stays in sight.

/** A scale of time: whole days, weeks, months or years, whichever gives at most about a hundred bars. */
function scaleOfTime(first, last) {
  const span = last - first + 1;
  const unit = span <= 100 ? "day" : span <= 700 ? "week" : span <= 3100 ? "month" : "year";
  const bins = [];
  let start = startOf(first, unit);
  while (start <= last) {
    const next = nextOf(start, unit);
    bins.push({ from: start, to: next - 1 });
    start = next;
  }
  const binOfDay = new Int32Array(Math.max(1, span)).fill(-1);
  bins.forEach(({ from, to }, bin) => {
    for (let day = Math.max(from, first); day <= Math.min(to, last); day++) binOfDay[day - first] = bin;
  });
  const binOf = (day) => (day < first || day > last ? -1 : binOfDay[day - first]);
  return { unit, bins, names: bins.map((bin) => binText(bin, unit)), binOf };
}

function startOf(day, unit) {
  if (unit === "day") return day;
  // Day 0 was a Thursday; weeks begin on Monday.
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * 864e5);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0) / 864e5;
}

function nextOf(day, unit) {
  if (unit === "day") return day + 1;
  if (unit === "week") return day + 7;
  const date = new Date(day * 864e5);
  const [year, month] = unit === "month" ? [date.getUTCFullYear(), date.getUTCMonth() + 1] : [date.getUTCFullYear() + 1, 0];
  return Date.UTC(year, month) / 864e5;
}

/** A bin in words. */
function binText({ from, to }, unit) {
  const text = dayText(from);
  return unit === "day" ? text : unit === "week" ? `${text} to ${dayText(to)}` : unit === "month" ? text.slice(0, 7) : text.slice(0, 4);
}

/** Counts by number: all, and how many of them are cooperation. */
function tallies(length) {
  return { all: new Uint32Array(length), cooperation: new Uint32Array(length) };
}

/** The unit that a party is counted as among dyads. */
const unitOf = (data, party, level) =>
  level === "country" && data.countryOfParty[party] >= 0 ? data.countryOfParty[party] : data.countries.length + party;

function count(data, bits, view, scale) {
  const result = {
    matched: [],
    bins: scale.bins.map(() => [0, 0, 0, 0]),
    types: new Uint32Array(data.types.length),
    spots: tallies(view.marks === "place" ? data.places.length : data.countries.length),
    without: 0,
    dyads: tallies(dyadsAt(data, view.level).pairs.length),
    sources: new Uint32Array(data.parties.length),
    targets: new Uint32Array(data.parties.length),
  };
  const { matched, bins, types, dyads, sources, targets } = result;
  const { ends: dyadEnds, numbers: dyadNumbers } = dyadsAt(data, view.level);
  const spotBit = view.marks === "place" ? PLACE : COUNTRY;
  // Each country counts once in an event.
  const countriesSeen = new Int32Array(data.countries.length).fill(-1);
  for (let at = 0; at < data.n; at++) {
    const event = data.order[at];
    const miss = bits[event];
    const type = data.type[event];
    const quad = data.quadOfType[type];
    const cooperates = quad < 2 ? 1 : 0;
    if (miss === 0) matched.push(event);
    if ((miss & ~TYPE) === 0) types[type]++;
    if ((miss & ~DAY) === 0) {
      const bin = scale.binOf(data.days[event]);
      if (bin >= 0) bins[bin][quad]++;
    }
    if ((miss & ~spotBit) === 0) countSpots(data, event, view.marks, cooperates, result, countriesSeen);
    if ((miss & ~UNIT) === 0) {
      for (let side = sidesFrom(data, event); side < data.ends[event]; side++) {
        const value = data.side[side];
        if (value & 1) targets[value >> 1]++;
        else sources[value >> 1]++;
      }
    }
    if ((miss & ~DYAD) === 0) {
      for (let at = event ? dyadEnds[event - 1] : 0; at < dyadEnds[event]; at++) {
        dyads.all[dyadNumbers[at]]++;
        dyads.cooperation[dyadNumbers[at]] += cooperates;
      }
    }
  }
  return result;
}

function countSpots(data, event, marks, cooperates, result, seen) {
  const { all, cooperation } = result.spots;
  if (marks === "place") {
    const place = data.place[event];
    if (place < 0 || !data.places[place][2]) {
      result.without++;
    } else {
      all[place]++;
      cooperation[place] += cooperates;
    }
    return;
  }
  let some = false;
  for (let side = sidesFrom(data, event); side < data.ends[event]; side++) {
    const country = data.countryOfParty[data.side[side] >> 1];
    if (country < 0 || seen[country] === event || !data.countries[country][2]) continue;
    seen[country] = event;
    all[country]++;
    cooperation[country] += cooperates;
    some = true;
  }
  if (!some) result.without++;
}

/** The dyads of the events, numbered once for each level, so that counting them again is quick: for each event the numbers of
 * its dyads, up to where they end, and for each number the two units. */
function dyadsAt(data, level) {
  return (data.dyads[level] ??= numberDyads(data, level));
}

function numberDyads(data, level) {
  const units = data.countries.length + data.parties.length;
  const known = new Map();
  const pairs = [];
  const numbers = [];
  const ends = new Uint32Array(data.n);
  for (let event = 0; event < data.n; event++) {
    for (const [one, other] of dyadsIn(data, event, level)) {
      const key = one * units + other;
      let number = known.get(key);
      if (number === undefined) {
        known.set(key, (number = pairs.length));
        pairs.push([one, other]);
      }
      numbers.push(number);
    }
    ends[event] = numbers.length;
  }
  return { pairs, ends, numbers: Uint32Array.from(numbers) };
}

/** Each pair of units of which one acts upon the other in an event, once, the lower unit first. */
function dyadsIn(data, event, level) {
  const pairs = [];
  const from = sidesFrom(data, event);
  const to = data.ends[event];
  for (let source = from; source < to; source++) {
    if (data.side[source] & 1) continue;
    for (let target = from; target < to; target++) {
      if (!(data.side[target] & 1)) continue;
      const a = unitOf(data, data.side[source] >> 1, level);
      const b = unitOf(data, data.side[target] >> 1, level);
      const pair = a < b ? [a, b] : [b, a];
      if (!pairs.some(([one, other]) => one === pair[0] && other === pair[1])) pairs.push(pair);
    }
  }
  return pairs;
}

/** The numbers with the highest counts, highest first; of equal ones the lower number first. */
function bestOf(counts, most) {
  const best = [];
  counts.forEach((count, number) => {
    if (!count || (best.length === most && count <= counts[best[most - 1]])) return;
    let at = best.length;
    while (at > 0 && counts[best[at - 1]] < count) at--;
    best.splice(at, 0, number);
    if (best.length > most) best.pop();
  });
  return best;
}

/** For each of a few dyads, by their numbers: cooperation and conflict in each bin. */
function dyadsOverTime(data, bits, level, chosen, scale) {
  const { pairs, ends, numbers } = dyadsAt(data, level);
  const series = chosen.map(() => scale.bins.map(() => [0, 0]));
  const placeOf = new Int8Array(pairs.length).fill(-1);
  chosen.forEach((number, place) => (placeOf[number] = place));
  for (let event = 0; event < data.n; event++) {
    if (bits[event] & ~DYAD) continue;
    for (let at = event ? ends[event - 1] : 0; at < ends[event]; at++) {
      const place = placeOf[numbers[at]];
      if (place < 0) continue;
      const bin = scale.binOf(data.days[event]);
      if (bin >= 0) series[place][bin][data.quadOfType[data.type[event]] < 2 ? 0 : 1]++;
    }
  }
  return series;
}
