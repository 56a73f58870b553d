// The events as columns of numbers, unpacked from the page. The layout is that of `columns.rs`.

/** The bytes of a packed piece of data. */
async function unpack(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function unpackJson(id) {
  return JSON.parse(new TextDecoder().decode(await unpack(id)));
}

const ALL_FLAGS = { negated: 1, repeat: 16, own: 32 };
const QUADS = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
const MODALITIES = ["", "intended", "possible", "conditional", "denied"];

async function load() {
  const names = await unpackJson("names");
  const buffer = await unpack("numbers");
  let at = 0;
  const column = (Type, length) => {
    const values = new Type(buffer, at, length);
    at += length * Type.BYTES_PER_ELEMENT;
    return values;
  };
  const n = names.events;
  const data = {
    ...names,
    n,
    days: column(Int32Array, n),
    place: column(Int32Array, n),
    ends: column(Uint32Array, n),
    side: column(Uint32Array, names.sides),
    type: column(Uint8Array, n),
    flags: column(Uint8Array, n),
    sure: column(Uint8Array, n),
  };
  data.dyads = {};
  data.repeats = data.flags.reduce((sum, flags) => sum + (flags & ALL_FLAGS.repeat ? 1 : 0), 0);
  data.quadOfType = Uint8Array.from(names.types, ([, quad]) => QUADS.indexOf(quad));
  data.countryOfParty = Int32Array.from(names.parties, ([, , country]) => country);
  data.countryOfPlace = Int32Array.from(names.places, ([, country]) => country);
  // The latest first; of one day in the order of the input.
  data.order = Uint32Array.from({ length: n }, (_, index) => index);
  data.order.sort((a, b) => data.days[b] - data.days[a] || a - b);
  data.first = n ? data.days[data.order[n - 1]] : 0;
  data.last = n ? data.days[data.order[0]] : 0;
  return data;
}

/** The sides of an event: from where to where in `data.side`. */
const sidesFrom = (data, event) => (event ? data.ends[event - 1] : 0);

// A unit is a party as dyads and the list of actors count it: first come the countries, then the actors.

/** Whether a party belongs to a unit. */
function fits(data, party, unit) {
  const countries = data.countries.length;
  return unit < countries ? data.countryOfParty[party] === unit : party === unit - countries;
}

function unitName(data, unit) {
  const countries = data.countries.length;
  return unit < countries ? data.countries[unit][1] : data.parties[unit - countries][0];
}

function unitCode(data, unit) {
  const countries = data.countries.length;
  return unit < countries ? data.countries[unit][0] : data.parties[unit - countries][1];
}

// In an address things have names rather than numbers, which would be others in a report of other events.

const unitKey = (data, unit) => (unit < data.countries.length ? unitCode(data, unit) : `${unitName(data, unit)}/${unitCode(data, unit)}`);
const placeKey = ([name, country, point], data) => [name, data.countries[country]?.[0] ?? "", point ?? ""].join("/");

/** The number of a unit by what it is called in an address, or -1. */
function unitOfKey(data, key) {
  const country = data.countries.findIndex(([code]) => code === key);
  if (country >= 0) return country;
  const party = data.parties.findIndex(([name, code]) => `${name}/${code}` === key);
  return party < 0 ? -1 : data.countries.length + party;
}

const dayText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
const dayNumber = (text) => {
  const day = Date.parse(text + "T00:00:00Z") / 864e5;
  return Number.isFinite(day) ? day : null;
};
